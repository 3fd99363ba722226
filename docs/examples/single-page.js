// 单页应用：脚本由程序加载，问答窗口随视图添加和移除，按钮直接带着问题打开窗口。
const SERVICE = "https://zxda.qinghe.gov.cn";
const main = document.getElementById("main");

// 加载一次；标签上的 data- 属性定下右下角的按钮。
const loaded = new Promise((resolve, reject) => {
  const script = document.createElement("script");
  script.src = `${SERVICE}/widget/v1.js`;
  script.dataset.title = "问政策";
  script.onload = resolve;
  script.onerror = reject;
  document.head.append(script);
});

const VIEWS = {
  home() {
    main.innerHTML = `<h1>首页</h1><p id="told" role="status"></p>`;
  },
  insurance() {
    main.innerHTML = `
      <h1>医疗保险</h1>
      <p><button id="fee">居民医保要交多少钱？</button></p>
      <div id="ask"></div>`;
    document.getElementById("ask").style.height = "40rem";
    document.getElementById("fee").onclick = () => Yihaoda.ask("2027年居民医保个人要交多少钱？", "医保");
    Yihaoda.add({ name: "医保", into: document.getElementById("ask"), title: "问医保", region: "青禾县" });
  },
};

function show() {
  Yihaoda.destroy("医保"); // 离开视图时移除；没有这个窗口就什么也不做
  (VIEWS[location.hash.slice(1)] ?? VIEWS.home)();
}

try {
  await loaded;
  // 事件只带回答的编号，没有提问的内容。
  Yihaoda.addEventListener("answered", ({ detail }) => console.info("已回答", detail.widget, detail.answer));
  addEventListener("hashchange", show);
  show();
} catch {
  main.innerHTML = `<p><a href="${SERVICE}/">政策问答</a></p>`;
}
