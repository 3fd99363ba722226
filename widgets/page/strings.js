// Every sentence of the conversation, in the panel and on the home page: the templates and the
// scripts both read them here. What follows `=` is plain JSON; another language is a translation of
// it. {names} in braces are filled in.
export const strings = {
  "ask": {
    "label": "您的问题",
    "next": "接着问",
    "hint": "一次问一件事。请不要填写身份证号、银行卡号。",
    "send": "提问",
    "mend": "请修改：",
    "left": "还可以写 {left} 字",
    "near": "有 {count} 个相近的问题，按上下箭头选择",
    "near_list": "相近的问题"
  },
  "turn": {
    "asked": "您问：",
    "answer": "答案",
    "notice": "时效提示",
    "partial": "文件里只写到了您问题的一部分。其余的可以在下面留下问题。",
    "quote": "原文",
    "sources": "出处",
    "open": "查看原文",
    "mark": "查看原文：出处 {number}，{title} {locator}",
    "choices": "您想问的是哪一个？",
    "suggestions": "比较接近的内容",
    "related": "相关的问题",
    "offer": "留下问题，由工作人员答复",
    "sent": "这个问题已经提交咨询，回执编号 {number}",
    "call": "拨打 {number}",
    "texting": "短信到",
    "earlier": "前面的问答",
    "found": "找到了答案：{text}",
    "found_none": "没有直接的答案。{message}"
  },
  "citation": {
    "place": "位置",
    "trail": "标题和列名",
    "number": "文号",
    "issuer": "发文机关",
    "published": "发布日期",
    "version": "版本",
    "version_number": "第 {version} 版",
    "until": "有效期至",
    "unverified": "标着“待核实”的，文件和发布页面都没有写明有效期。还算不算数，请向发文机关核实。",
    "day": "{year}年{month}月{date}日"
  },
  "beside": {
    "conflict": "规定不一致的文件",
    "interpretation": "政策解读",
    "basis": "答复依据的文件"
  },
  "state": {
    "thinking": "正在查找，请稍等……",
    "slow": "还在查找，今天有点慢。可以再等等，也可以停下来换个问法。",
    "waiting": "正在查找，请稍等……随后就查您刚问的这一个。",
    "stopped": "已经停下，您的问题还在下面。",
    "offline": "网络断了，您的问题还在下面。接通以后再试一次。",
    "online": "网络接通了，可以再试一次。",
    "unreachable": "没有连上服务，您的问题还在下面。请检查网络后再试一次。",
    "timeout": "等了很久还没有结果，您的问题还在下面。可以再试一次，或者留下问题。",
    "busy": "现在问的人多，大约 {seconds} 秒后再试；也可以打电话问。",
    "broken": "服务出了问题，这不是您的原因。可以再试一次，或者留下问题。",
    "cleared": "已经清空。"
  },
  "step": {
    "stop": "停下",
    "retry": "再试一次",
    "leave": "留下问题",
    "call": "拨打 {hotline}"
  },
  "tools": {
    "clear": "清空问答",
    "aloud": "朗读",
    "quiet": "停止朗读"
  },
  "feedback": {
    "question": "有没有帮助？",
    "yes": "有帮助",
    "no": "没有帮助",
    "why": "哪里不好？",
    "words": "想说的话（选填）",
    "send": "告诉工作人员",
    "thanks": "谢谢，已经记下。",
    "thanks_no": "已经记下，工作人员会据此改进。还没有解决的，可以留下问题。",
    "failed": "没有记下，请稍后再试。",
    "title": "对回答的评价",
    "how": "提问之后，可以在答案下面告诉我们有没有帮助。",
    "noted": "您的评价已经记下。",
    "noted_no": "您说的已经记下，工作人员会据此改进。",
    "unsolved": "还没有解决的，可以",
    "sorry": "没有帮到您，很抱歉。哪里不好，可以告诉我们。",
    "thank_you": "谢谢"
  },
  "consult": {
    "question": "您的问题",
    "contact": "联系方式（选填）",
    "contact_hint": "不留也能提交，凭回执编号和查询码查看办理情况。",
    "name": "怎么称呼您",
    "address": "电话或邮箱",
    "privacy": "{title}（{version} 版）",
    "send": "提交咨询"
  },
  "place": {
    "sending": "正在提交……",
    "opening": "正在打开……",
    "failed": "没有成功，您填的内容还在。请检查网络后再试，或拨打 {hotline}。",
    "unopened": "没有打开。请检查网络后再试，或拨打 {hotline}。"
  },
  "home": {
    "title": "政策问答",
    "heading": "您想了解什么政策？",
    "lead": "用平时说话的方式问就行。答案逐字摘自政策文件，注明出处；查不到的，可以留下问题等工作人员答复。"
  },
  "panel": {
    "welcome": "用平时说话的方式问就行。答案逐字摘自政策文件，注明出处；查不到的，可以留下问题等工作人员答复。",
    "talk": "问答",
    "tools": "工具",
    "lookup": "查咨询",
    "large": "大字",
    "close": "关闭",
    "sheet": "文件和咨询",
    "back": "返回问答",
    "whole": "在新窗口打开"
  },
  "lookup": {
    "lead": "凭提交时得到的回执编号和查询码，查看办理到了哪一步。",
    "wrong": "没有查到：",
    "number": "回执编号",
    "code": "查询码",
    "send": "查询",
    "lost": "编号或查询码丢失了，可以拨打服务热线",
    "title": "查咨询"
  },
  "leave": {
    "title": "留下问题",
    "lead": "工作人员查清后在期限内答复您。"
  },
  "receipt": {
    "title": "咨询已提交",
    "first": "请先看：",
    "label": "回执",
    "keep": "请抄下或拍照保存。",
    "why": "查看办理情况要用这两项，别处不再显示查询码。",
    "number": "回执编号",
    "code": "查询码",
    "repeated": "这张表先前已经提交过，没有另收一件。这是当时的回执。",
    "sent": "已经提交的咨询",
    "elsewhere": "（在新窗口打开）",
    "due": "最迟{day}答复您。",
    "no_due": "答复期限还没有确定：",
    "how": "怎么查看办理情况",
    "open": "打开本站的“查咨询”：",
    "fill": "填写回执编号和查询码；",
    "phone": "也可以报出回执编号，拨打服务热线",
    "again": "再问一个问题"
  },
  "status": {
    "title": "咨询进度",
    "failed": "没有办成：",
    "caption": "这件咨询的现状",
    "number": "回执编号",
    "now": "现在",
    "received": "收到日期",
    "due": "答复期限",
    "question": "问题",
    "refusal": "不予受理",
    "channel": "请找：",
    "please": "请补充说明",
    "send_supplement": "提交补充说明",
    "basis": "依据",
    "way": "怎么办理",
    "phone": "电话",
    "satisfied": "您对答复满意吗？",
    "grade": "评价",
    "send_rating": "提交评价",
    "unsolved": "没有解决，要求重新办理",
    "reopen": "重新办理",
    "no_more": "不想问了，撤回这件咨询",
    "withdraw": "撤回",
    "history": "办理经过",
    "another": "再查一件",
    "told_supplement": "补充说明已收到。",
    "told_withdraw": "咨询已撤回。",
    "told_rate": "谢谢您的评价。",
    "told_reopen": "已重新办理。",
    "rating": "您的评价",
    "last_rating": "您上次的评价",
    "supplement": "补充说明",
    "reply": "答复",
    "last_reply": "上次的答复",
    "more": "想说的话（选填）",
    "where": "哪里没有解决"
  }
};
