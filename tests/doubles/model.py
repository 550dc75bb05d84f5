"""A strict stand-in for an OpenAI-compatible server: real HTTP, real error shapes, every bad answer on demand.

It understands the conversation well enough to answer it: which paper (by the X-Client-Request-Id header), in which
language, and what the title between the fences says. Also a program, for use from other processes:
``python -m tests.doubles.model --latency 0.3 --fault-every 100`` prints its base URL and serves until it is stopped.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from aiohttp import web

KEY = "sk-the-double-knows-me"
NAME = "double-1"
FIELDS = ("tldr", "motivation", "method", "result", "conclusion")

# One sentence per field; none contains a number, a quotation or anything else that a check could object to.
SENTENCES: dict[str, tuple[str, ...]] = {
    "English": (
        "The authors describe a new way to handle {} and show that it works in practice.",
        "So far it was not known how {} can be handled with the means that are at hand.",
        "They build on what is known about {} and add a step that the others have left out.",
        "The new way to handle {} is better than the ones that were compared with it.",
        "It is worth the effort to look at {} again in the light of these findings.",
    ),
    "German": (
        "Die Arbeit beschreibt einen neuen Weg für {} und zeigt, dass er auch in der Praxis gut funktioniert.",
        "Bisher war nicht bekannt, wie {} mit den vorhandenen Mitteln behandelt werden kann.",
        "Das Verfahren baut auf dem auf, was über {} bekannt ist, und ergänzt einen fehlenden Schritt.",
        "Der neue Weg für {} ist besser als die anderen, die mit ihm verglichen werden.",
        "Es lohnt sich, {} im Licht dieser Ergebnisse noch einmal zu betrachten.",
    ),
    "French": (
        "Les auteurs décrivent une nouvelle manière de traiter {} et montrent que cela marche dans la pratique.",
        "On ne savait pas encore comment {} peut être traité avec les moyens qui sont disponibles.",
        "La méthode part de ce qui est connu sur {} et ajoute une étape que les autres ont laissée de côté.",
        "La nouvelle manière de traiter {} est plus efficace que les autres, qui sont comparées avec elle.",
        "Les résultats donnent des raisons de regarder {} de nouveau, et avec une attention plus grande.",
    ),
    "Spanish": (
        "Los autores describen una nueva forma de tratar {} y muestran que funciona en la práctica.",
        "Hasta ahora no se sabía cómo se puede tratar {} con los medios que están al alcance.",
        "El método parte de lo que se sabe sobre {} y añade un paso que los demás han dejado de lado.",
        "La nueva forma de tratar {} es mejor que las otras con las que se ha comparado.",
        "Los resultados son una razón para mirar {} de nuevo y con más atención que antes.",
    ),
    "Chinese": (
        "本文提出了一种处理{}的新方法，并证明该方法在实际应用中是有效的。",
        "目前人们还不清楚如何利用现有的手段来处理{}这一问题。",
        "作者在已有研究的基础上，针对{}增加了一个以往被忽略的关键步骤。",
        "实验表明，新的方法在处理{}时优于与之比较的其他各种方法。",
        "这些发现说明，{}值得研究者们在今后的工作中重新加以审视。",
    ),
    "Japanese": (
        "本論文は{}を扱うための新しい手法を提案し、それが実際に有効であることを示す。",
        "これまで、手元にある手段で{}をどのように扱えばよいかは知られていなかった。",
        "著者らは{}についての既存の知見をもとに、見落とされていた手順を一つ加える。",
        "実験の結果、新しい手法は{}において比較された他の手法よりも優れていた。",
        "これらの発見は、{}をもう一度見直すことに価値があることを示している。",
    ),
    "Korean": (
        "이 논문은 {}을 다루는 새로운 방법을 제안하고 그것이 실제로 효과가 있음을 보인다.",
        "지금까지는 주어진 수단으로 {}을 어떻게 다루어야 하는지 알려져 있지 않았다.",
        "저자들은 {}에 관한 기존의 지식을 바탕으로 빠져 있던 단계를 하나 더한다.",
        "새로운 방법은 {}에서 비교된 다른 방법들보다 더 나은 것으로 나타났다.",
        "이러한 결과는 {}을 다시 살펴볼 가치가 있다는 것을 말해 준다.",
    ),
    "Russian": (
        "Авторы описывают новый способ работы с {} и показывают, что он хорошо действует на практике.",
        "До сих пор не было известно, как можно работать с {} имеющимися средствами.",
        "Метод опирается на то, что известно о {}, и добавляет шаг, который другие пропустили.",
        "Новый способ работы с {} оказался лучше тех, с которыми его сравнивали.",
        "Эти результаты говорят о том, что на {} стоит посмотреть ещё раз.",
    ),
}


def _filled(language: str, subject: str) -> dict[str, str]:
    """The five sentences of a language about a subject."""
    return dict(zip(FIELDS, (sentence.format(subject) for sentence in SENTENCES[language]), strict=True))


Answers = Callable[[dict[str, str]], str]
"""Turns a good summary into the text of an answer."""


def _with(name: str, value: str) -> Answers:
    return lambda good: json.dumps({**good, name: value}, ensure_ascii=False)


BAD_ANSWERS: dict[str, Answers] = {
    "missing field": lambda good: json.dumps({name: text for name, text in good.items() if name != "result"}),
    "empty field": _with("conclusion", "  "),
    "field is no string": lambda good: json.dumps({**good, "method": ["a list", "of strings"]}),
    "half a character": lambda good: json.dumps({**good, "method": good["method"] + "\ud83d"}),
    "too short": _with("tldr", "Good."),
    "too long": lambda good: json.dumps({**good, "tldr": " ".join([good["tldr"]] * 40)}),
    "wrong language": lambda good: json.dumps(_filled("Russian", "that")),
    "one field in a wrong language": _with("method", _filled("Russian", "that")["method"]),
    "refusal": _with("tldr", "I'm sorry, but I can't help with summarizing this paper."),
    "refusal in Chinese": lambda good: json.dumps(dict.fromkeys(FIELDS, "抱歉，我无法总结这篇论文的内容。")),
    "refusal in prose": lambda good: "As an AI language model, I cannot assist with that request.",
    "failure text": _with("tldr", "Summary generation failed"),
    "error text": lambda good: json.dumps(dict.fromkeys(FIELDS, "Error")),
    "placeholder": _with("conclusion", "Not specified in the abstract."),
    "markdown": lambda good: json.dumps({**good, "method": f"**{good['method']}**"}),
    "bullets": lambda good: json.dumps({**good, "method": f"- {good['method']}\n- {good['result']}"}),
    "html": lambda good: json.dumps({**good, "tldr": f"<b>{good['tldr']}</b><script>alert(1)</script>"}),
    "foreign link": lambda good: json.dumps({**good, "tldr": f"{good['tldr']} See https://evil.example/now."}),
    "control token": lambda good: json.dumps({**good, "tldr": f"{good['tldr']}<|im_end|>"}),
    "literal escapes": lambda good: json.dumps({**good, "tldr": f"{good['tldr']} \\u4e2d\\u6587"}),
    "equal fields": lambda good: json.dumps({**good, "conclusion": good["result"]}),
    "truncated": lambda good: json.dumps(good)[:-40],
    "two answers": lambda good: json.dumps(good) + json.dumps(good),
    "no json": lambda good: " ".join(good.values()),
    "nothing": lambda good: "",
}
"""Answers that no reader may see, by name."""

HARMLESS_ANSWERS: dict[str, Answers] = {
    "code fence": lambda good: f"```json\n{json.dumps(good, ensure_ascii=False)}\n```",
    "prose around": lambda good: f"Sure, here is the summary:\n{json.dumps(good)}\nLet me know if you need more.",
    "thoughts before": lambda good: f"<think>Perhaps {{}} or {json.dumps(good)[:50]}</think>\n{json.dumps(good)}",
    "labels": lambda good: json.dumps(
        {**good, "tldr": f"TL;DR: {good['tldr']}", "method": f"Method: {good['method']}"}
    ),
    "extra key": lambda good: json.dumps({**good, "confidence": 0.9}),
    "real line breaks": lambda good: json.dumps(good).replace(" and ", " and\\n"),
}
"""Answers with something odd about them that a strict reader can still read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A completion, possibly a strange one."""

    text: Answers = json.dumps
    finish: str = "stop"
    refusal: str | None = None
    choices: bool = True
    usage: bool = True
    body: str | None = None
    """Sent as it stands, with status 200, instead of a completion."""


@dataclass(frozen=True, slots=True)
class Fault:
    """An HTTP status instead of a completion."""

    status: int
    body: Any
    """An object is sent as JSON, a string as HTML."""
    retry_after: str | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """No answer at all: the request hangs until the server is closed, drips blanks, or has its connection reset."""

    reset: bool = False
    drips: bool = False


Step = Reply | Fault | Silence


def api_error(message: str, *, kind: str = "server_error", code: str | None = None, param: str | None = None) -> Any:
    """An error body in OpenAI's shape."""
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}


GOOD = Reply()
RATE_LIMIT = Fault(429, api_error("Rate limit reached, try again.", kind="requests", code="rate_limit_exceeded"))
NO_QUOTA = Fault(
    429, api_error("You exceeded your current quota.", kind="insufficient_quota", code="insufficient_quota")
)
SERVER_ERROR = Fault(500, api_error("The server had an error while processing your request."))
BAD_GATEWAY = Fault(503, "<html><body><h1>503 Service Unavailable</h1></body></html>")


class ModelServer:
    """The server. ``steps`` says what becomes of the next requests, ``papers`` what becomes of a paper's, ``always``
    what becomes of all others; without any of them, good summaries are written.
    """

    def __init__(self, *, latency: float = 0.0, formats: tuple[str, ...] = ("json_schema", "json_object")) -> None:
        self.latency = latency
        self.formats = formats
        self.always: Step = GOOD
        self.steps: deque[Step] = deque()
        self.papers: defaultdict[str, deque[Step]] = defaultdict(deque)
        self.fault_every = 0
        self.requests: list[dict[str, Any]] = []
        """The bodies of all requests that were well-formed and allowed, in order."""
        self.refused = 0
        """Requests that were not well-formed, or asked for something that the server does not know."""
        self.asked: Counter[str] = Counter()
        """Requests per paper, as ``2611.90001v1``."""
        self.answered: Counter[str] = Counter()
        """Completions per paper that were written to the end: what somebody would pay for."""
        self.tokens = 0
        """Tokens in all completions that were written to the end."""
        self.most_at_once = 0
        self._at_once = 0
        self._another = asyncio.Condition()
        self._runner: web.AppRunner | None = None
        self.base_url = ""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._completions)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, backlog=1024)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.base_url = f"http://{host}:{port}/v1"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner:
            await self._runner.cleanup()

    async def has_been_asked(self, times: int) -> None:
        """Wait until so many good requests have arrived."""
        async with self._another:
            await self._another.wait_for(lambda: len(self.requests) >= times)

    async def _completions(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            said = f"Incorrect API key provided: {request.headers.get('Authorization', '')}."
            error = api_error(said, kind="invalid_request_error", code="invalid_api_key")
            return web.json_response(error, status=401)
        try:
            body = json.loads(await request.read())
        except ValueError:
            return web.json_response(
                api_error("We could not parse the JSON body.", kind="invalid_request_error"), status=400
            )
        if complaint := self._complaint(body):
            self.refused += 1
            return complaint
        self.requests.append(body)
        reference = request.headers.get("X-Client-Request-Id", "")
        self.asked[reference] += 1
        async with self._another:
            self._another.notify_all()
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            await asyncio.sleep(self.latency)
            return await self._act(request, self._step(reference), body, reference)
        finally:
            self._at_once -= 1

    def _step(self, reference: str) -> Step:
        if self.papers.get(reference):
            return self.papers[reference].popleft()
        if self.steps:
            return self.steps.popleft()
        if self.fault_every and len(self.requests) % self.fault_every == 0:
            return SERVER_ERROR if len(self.requests) // self.fault_every % 2 else RATE_LIMIT
        return self.always

    async def _act(self, request: web.Request, step: Step, body: dict[str, Any], reference: str) -> web.StreamResponse:
        if isinstance(step, Silence):
            if step.drips:
                return await _drip(request)
            if not step.reset:
                await asyncio.sleep(3600)
            if request.transport:
                request.transport.abort()
            return web.Response()
        if isinstance(step, Fault):
            headers = {"Retry-After": step.retry_after} if step.retry_after else None
            if isinstance(step.body, str):
                return web.Response(status=step.status, text=step.body, content_type="text/html", headers=headers)
            return web.json_response(step.body, status=step.status, headers=headers)
        completion = _completion(step, body)
        response = web.Response(text=step.body or json.dumps(completion), content_type="application/json")
        await response.prepare(request)
        await response.write_eof()  # raises where the client is gone, and then nothing was delivered
        self.answered[reference] += 1
        self.tokens += completion.get("usage", {}).get("total_tokens", 0)
        return response

    def _complaint(self, body: Any) -> web.Response | None:
        """What OpenAI's server, or the strictest of its imitators, objects to."""

        def bad(message: str, param: str | None = None, *, status: int = 400, code: str | None = None) -> web.Response:
            error = api_error(message, kind="invalid_request_error", param=param, code=code)
            return web.json_response(error, status=status)

        if not isinstance(body, dict):
            return bad("The body is no object.")
        if unknown := set(body) - {"model", "messages", "response_format"}:
            return bad(f"Unrecognized request arguments supplied: {', '.join(sorted(unknown))}")
        if body.get("model") != NAME:
            said = f"The model `{body.get('model')}` does not exist or you do not have access to it."
            return bad(said, status=404, code="model_not_found")
        messages = body.get("messages")
        if not isinstance(messages, list) or not messages:
            return bad("'messages' must be a non-empty array.", "messages")
        for message in messages:
            if set(message) != {"role", "content"} or message["role"] not in ("system", "user", "assistant"):
                return bad("A message has a role and content.", "messages")
            if not isinstance(message["content"], str) or not message["content"].strip():
                return bad("Message content must be a non-empty string.", "messages")
        return self._format_complaint(body, bad)

    def _format_complaint(self, body: dict[str, Any], bad: Callable[..., web.Response]) -> web.Response | None:
        if "response_format" not in body:
            return None
        wanted = body["response_format"]
        if not isinstance(wanted, dict) or wanted.get("type") not in self.formats:
            return bad("This response_format type is unavailable now", "response_format.type")
        if wanted["type"] == "json_object":
            if not any("json" in message["content"].lower() for message in body["messages"]):
                return bad("'messages' must contain the word 'json' to use 'response_format' of type 'json_object'.")
            return None
        schema = wanted.get("json_schema", {}).get("schema", {})
        if set(schema.get("required", ())) != set(schema.get("properties", {})) or schema.get("additionalProperties"):
            return bad("Invalid schema for response_format 'summary'.", "response_format")
        return None


async def _drip(request: web.Request) -> web.StreamResponse:
    """A byte now and then, which keeps every timeout alive that only watches for silence."""
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b" ")
        await asyncio.sleep(0.05)


def _completion(step: Reply, body: dict[str, Any]) -> dict[str, Any]:
    content = step.text(good_summary(body))
    message = {"role": "assistant", "content": None if step.refusal else content, "refusal": step.refusal}
    prompt_tokens = sum(len(part["content"].encode()) for part in body["messages"]) // 4
    completion_tokens = len(content.encode("utf-8", "replace")) // 4 + 1
    completion: dict[str, Any] = {
        "id": "chatcmpl-double",
        "object": "chat.completion",
        "created": 1_790_000_000,
        "model": NAME,
        "choices": [{"index": 0, "message": message, "finish_reason": step.finish}] if step.choices else [],
    }
    if step.usage:
        completion["usage"] = {
            "prompt_tokens": prompt_tokens,
            "completion_tokens": completion_tokens,
            "total_tokens": prompt_tokens + completion_tokens,
        }
    return completion


def good_summary(body: dict[str, Any]) -> dict[str, str]:
    """A summary of the asked paper in the asked language, as the conversation names them."""
    instructions, question = body["messages"][0]["content"], body["messages"][1]["content"]
    language = re.search(r"Write in ([^.]+)\.", instructions)
    title = re.search(r"Title: (.*)", question)
    if not language or not title:
        raise AssertionError(f"no language or title in {body['messages']}")
    words = re.findall(r"[^\W\d_]{2,}", title[1])
    return _filled(language[1], " ".join(words[:2]) or "this")


async def _serve(latency: float, fault_every: int) -> None:
    async with ModelServer(latency=latency) as server:
        server.fault_every = fault_every
        print(server.base_url, flush=True)
        await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(description="A stand-in for an OpenAI-compatible server.")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--fault-every", type=int, default=0, help="every n-th request is a 429 or a 500, in turn")
    arguments = parser.parse_args()
    asyncio.run(_serve(arguments.latency, arguments.fault_every))


if __name__ == "__main__":
    main()
