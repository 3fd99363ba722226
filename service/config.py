"""Settings: one frozen object, read once from the environment, refused when wrong."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import (
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from knowledge.database import open_store
from knowledge.errors import StoreError
from service.networks import port_numbers, private_networks
from service.notice_settings import NoticeSettings
from service.sites import site_origins

PREFIX = "YIHAODA_"

#: Characters that a signing key has at least.
SHORTEST_KEY = 32

#: What the setting `model` says to switch the learned models off.
NO_MODEL = "none"

#: The folder of the models that come with the program.
SHIPPED_MODELS = Path(__file__).parent / "model"


class SettingsError(Exception):
    """A setting is wrong; the message names the variable and the mend."""


class Settings(NoticeSettings):
    """Everything that can be set, by `YIHAODA_` and the name in capitals."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    home: Path = Field(default=Path("~/.yihaoda"), description="存放数据库、索引和密钥的文件夹")
    database_url: str = Field(
        default="", description="数据库地址；不填则用 YIHAODA_HOME 下的 SQLite 文件"
    )
    secret_key: str = Field(
        default="", description="签名密钥，至少 32 个字符；不填则在 YIHAODA_HOME 下生成并保存"
    )
    audit_key: str = Field(
        default="",
        description="审计记录的签名密钥，至少 32 个字符；不填则在 YIHAODA_HOME 下生成并保存",
    )
    contact_keys: str = Field(
        default="",
        description="联系方式的密钥，写成“编号:base64”，逗号分隔，第一把是现用的；"
        "不填则在 YIHAODA_HOME 下生成并保存",
    )
    staff_token: str = Field(
        default="",
        description="工作人员接口的口令，至少 32 个字符；不填则这些接口谁也不能用",
    )
    session_minutes: Annotated[int, Field(ge=5, le=480)] = Field(
        default=60, description="工作台多久没有操作就要重新登录（分钟）"
    )
    session_hours: Annotated[int, Field(ge=1, le=24)] = Field(
        default=12, description="工作台登录一次最长可用的时间（小时）"
    )
    organ: Annotated[str, Field(min_length=1)] = Field(
        default="政务公开办公室", description="承办咨询的机构名称，显示在页面上"
    )
    site_code: Annotated[str, Field(pattern=r"^([A-Za-z0-9]{10})?$")] = Field(
        default="", description="政府网站标识码（10 位），写进页面的 SiteIDCode 标签；没有就不填"
    )
    hotline: Annotated[str, Field(min_length=1)] = Field(
        default="12345", description="页面上显示的服务热线"
    )
    answered_at: Annotated[float, Field(ge=0, le=1)] = Field(
        default=0.2, description="把握达到此值才直接回答"
    )
    suggested_at: Annotated[float, Field(ge=0, le=1)] = Field(
        default=0.1, description="把握达到此值才列出相近条款"
    )
    model: str = Field(
        default="",
        description="学习得到的模型所在的文件夹；不填用随程序的，`none` 表示用手工设定的权重",
    )
    consultation_days: Annotated[int, Field(ge=1, le=60)] = Field(
        default=7, description="咨询的办理期限（工作日），受理时没有定为简单或复杂的都用它"
    )
    triage_days: Annotated[int, Field(ge=1, le=30)] = Field(
        default=1, description="收到咨询以后多少个工作日之内应当受理，过了在队列里提醒"
    )
    simple_days: Annotated[int, Field(ge=1, le=60)] = Field(
        default=5, description="简单咨询的办理期限（工作日）"
    )
    complex_days: Annotated[int, Field(ge=1, le=60)] = Field(
        default=15, description="复杂咨询的办理期限（工作日）"
    )
    extension_days: Annotated[int, Field(ge=1, le=60)] = Field(
        default=7, description="延期一次最多延长的天数（工作日）"
    )
    alarm_days: Annotated[int, Field(ge=1, le=90)] = Field(
        default=60, description="收到满这么多天（自然日）还没有答复的咨询另外提醒"
    )
    archive_days: Annotated[int, Field(ge=1, le=3650)] = Field(
        default=30, description="答复、不予受理或撤回满这么多天（自然日）的咨询自动归档"
    )
    question_retention_days: Annotated[int, Field(ge=1, le=3650)] = Field(
        default=180, description="提问记录保存的天数，到期删除"
    )
    contact_retention_days: Annotated[int, Field(ge=1, le=3650)] = Field(
        default=180, description="咨询办结后联系方式和称呼、来电后号码和记录保存的天数，到期删除"
    )
    fetch_contact: str = Field(
        default="", description="抓取网页时告诉对方站点的联系方式（邮箱或网址），写进 User-Agent"
    )
    fetch_interval: Annotated[float, Field(ge=0, le=300)] = Field(
        default=1.0, description="抓取同一站点相邻两页的间隔（秒）；站点要求更长的照站点的"
    )
    fetch_private_networks: str = Field(
        default="", description="允许抓取的内网网段，逗号分隔；不填则只抓取公网"
    )
    fetch_ports: Annotated[str, Field(min_length=1)] = Field(
        default="80,443", description="允许抓取的端口，逗号分隔"
    )
    sites: str = Field(
        default="",
        description="可以嵌入问答窗口的网站，逗号分隔，如 https://www.qinghe.gov.cn；工作台的“可嵌入网站”里还可以加；都没有则不能嵌入",
    )
    proxies: Annotated[int, Field(ge=0, le=5)] = Field(
        default=0,
        description="本站前面有几层反向代理；据此从 X-Forwarded-For 认出来访的地址，0 表示没有",
    )
    workers: Annotated[int, Field(ge=1, le=64)] = Field(default=2, description="网页服务的进程数")
    threads: Annotated[int, Field(ge=1, le=64)] = Field(default=4, description="每个进程的线程数")

    @field_validator("home", mode="before")
    @classmethod
    def _named(cls, value: object) -> object:
        if value == "":  # as a path it would be whatever folder the command runs in
            raise ValueError("不能为空")
        return value

    @field_validator("home")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        try:
            return value.expanduser().resolve()
        except RuntimeError as error:
            raise ValueError("找不到 ~ 所指的主目录，请写完整路径") from error

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value:
            try:
                open_store(value).dispose()
            except StoreError as error:
                raise ValueError(str(error)) from error
        return value

    @field_validator("secret_key", "audit_key", "staff_token")
    @classmethod
    def _long_enough(cls, value: str) -> str:
        if value and len(value) < SHORTEST_KEY:
            raise ValueError(f"密钥至少 {SHORTEST_KEY} 个字符")
        return value

    @field_validator("fetch_contact")
    @classmethod
    def _plain(cls, value: str) -> str:
        if not (value.isascii() and value.isprintable() and len(value) <= 200):
            raise ValueError("只能用英文字母、数字和符号，最多 200 个字符")
        return value

    @field_validator("fetch_private_networks")
    @classmethod
    def _private(cls, value: str) -> str:
        private_networks(value)
        return value

    @field_validator("fetch_ports")
    @classmethod
    def _ports(cls, value: str) -> str:
        port_numbers(value)
        return value

    @field_validator("sites")
    @classmethod
    def _sites(cls, value: str) -> str:
        return ",".join(site_origins(value))

    @field_validator("suggested_at")
    @classmethod
    def _below_answered(cls, value: float, info: ValidationInfo) -> float:
        if value > info.data.get("answered_at", 1.0):
            raise ValueError("不能大于 YIHAODA_ANSWERED_AT")
        return value

    @property
    def store_url(self) -> str:
        """The database's address, the default one included."""
        return self.database_url or f"sqlite:///{self.home / 'yihaoda.db'}"

    @property
    def framing_origins(self) -> tuple[str, ...]:
        """The origins whose pages may hold the widget."""
        return site_origins(self.sites)

    @property
    def contact_keys_file(self) -> Path:
        """Where the keys of contact data lie, unless they are set."""
        return self.home / "contact_keys"

    @property
    def audit_anchor(self) -> Path:
        """The file that says, outside the database, how far the audit log reaches."""
        return self.home / "audit_anchor"

    @property
    def index_folder(self) -> Path:
        """Where the index's builds lie."""
        return self.home / "index"

    @property
    def models_folder(self) -> Path | None:
        """Where the learned models lie; None where they are switched off."""
        if self.model == NO_MODEL:
            return None
        return Path(self.model).expanduser() if self.model else SHIPPED_MODELS


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment (the process's own where None).

    Raises SettingsError naming every wrong variable; an unknown YIHAODA_ variable is wrong too.
    """
    source = os.environ if environment is None else environment
    given = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in source.items()
        if name.startswith(PREFIX)
    }
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        raise SettingsError(_explain(error)) from error


def environment_of(settings: Settings) -> dict[str, str]:
    """The settings as variables, from which a child process reads the same ones."""
    return {
        PREFIX + name.upper(): str(getattr(settings, name)) for name in type(settings).model_fields
    }


#: pydantic's kinds of error in the words of the person who set the variable.
_REASONS = {
    "int_parsing": "应为整数",
    "float_parsing": "应为小数",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "string_too_short": "不能为空",
    "string_pattern_mismatch": "写法不对",
    "value_error": "{error}",
}


def _explain(error: ValidationError) -> str:
    lines = []
    for problem in error.errors():
        name = str(problem["loc"][0]) if problem["loc"] else ""
        variable = PREFIX + name.upper()
        known = Settings.model_fields.get(name)
        if known is None:
            lines.append(f"{variable}：没有这个设置，请核对名称")
        else:
            reason = _REASONS.get(problem["type"], problem["msg"])
            reason = reason.format(**problem.get("ctx", {}))
            lines.append(f"{variable}：取值不对，{reason}。它的含义：{known.description}")
    return "\n".join(lines)


def secret_key(settings: Settings) -> bytes:
    """The signing key: the one set, or one generated once and kept in the home folder (0600).

    Raises SettingsError where the kept one cannot be had or is too short to be one: a key that
    could be guessed would give away every query code.
    """
    return _kept_key(
        settings.secret_key,
        settings.home / "secret_key",
        "签名密钥",
        "没有备份就删除它（此前发出的表单会作废）",
    )


def audit_key(settings: Settings) -> bytes:
    """The key of the audit log, had like the signing key; raises SettingsError as that does."""
    return _kept_key(
        settings.audit_key,
        settings.home / "audit_key",
        "审计密钥",
        "没有它，已有的审计记录就无法核对",
    )


def _kept_key(given: str, path: Path, name: str, loss: str) -> bytes:
    if given:
        return given.encode()
    try:
        if not path.exists():
            _make_key(path)
        key = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"{name}用不了：{path}（{error.strerror or error}）") from error
    if len(key) < SHORTEST_KEY:
        raise SettingsError(f"{name}已损坏：{path}；请从备份恢复，{loss}")
    return key


def _make_key(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, aside = tempfile.mkstemp(dir=path.parent)  # mode 0600
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_urlsafe(48).encode())
    # A link fails where another process was first: both then read the same whole key.
    with contextlib.suppress(FileExistsError):
        os.link(aside, path)
    Path(aside).unlink()
