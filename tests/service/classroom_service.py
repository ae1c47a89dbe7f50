"""A class service with an instructor and two learners, each in a browser of their own."""

import re
from dataclasses import dataclass
from pathlib import Path

import httpx
from fastapi.testclient import TestClient

from openhearth.access.signed import SignIn, sign_in
from openhearth.ethics.credential import times
from openhearth.ethics.credential.identity import Learner, make_learner
from openhearth.service.app import Site, create_app
from openhearth.service.settings import load

ADDRESS = "https://class.example"


@dataclass
class Browser:
    """Somebody with a key, and a browser."""

    client: TestClient
    learner: Learner

    def get(self, path: str) -> httpx.Response:
        return self.client.get(path)

    def csrf(self) -> str:
        found = re.search(r'name="csrf" value="([^"]+)"', self.client.get("/").text)
        return found[1] if found else ""

    def post(self, path: str, **form: str) -> httpx.Response:
        return self.client.post(path, data={"csrf": self.csrf(), **form})

    def code(self) -> str:
        found = re.search(r'class="code">([^<]+)<', self.client.get("/sign-in").text)
        assert found
        return found[1]

    def answer(self, code: str, **changed: str) -> bytes:
        asked = self.client.get(f"/api/sign-in/{code}")
        assert asked.status_code == 200, asked.text
        about = {"holder": self.learner.key.did, **asked.json(), "made": times.write(times.now()), **changed}
        return sign_in(SignIn(**about), self.learner.key)

    def sign_in(self, enrol: str = "") -> httpx.Response:
        code = self.code()
        signed = self.client.post(f"/api/sign-in/{code}", params={"enrol": enrol}, content=self.answer(code))
        if signed.status_code != 200:
            return signed
        return self.client.post("/sign-in")


@dataclass
class School:
    site: Site
    app: object
    root: Path

    def browser(self, name: str) -> Browser:
        folder = self.root.parent / name
        return Browser(TestClient(self.app, base_url=ADDRESS), make_learner(folder, name))

    def enrolled(self, name: str, role: str = "learner") -> Browser:
        browser = self.browser(name)
        done = browser.sign_in(self.site.accounts.invite(name, role))
        assert done.status_code == 200, done.text
        return browser


def make_class(root: Path, database: str = "") -> School:
    (root / "ethics").mkdir(parents=True)
    (root / "ethics" / "class.secret").write_text("5e" * 32)
    app = create_app(load(root, ADDRESS, database))
    return School(app.state.site, app, root)
