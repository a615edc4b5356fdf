"""What Rasa's own commands (``rasa shell``, ``rasa run``) need beside a model: our actions over HTTP, and our words.

``serve`` uses neither: there the actions run in the same process (:mod:`bot.dialogue.endpoint`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk import Action
from rasa_sdk.interfaces import ActionNotFoundException
from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.dialogue.endpoint import InProcessActions
from bot.dialogue.words import CatalogueGenerator
from bot.languages import Catalogue


class StockGenerator(CatalogueGenerator):
    """The generator as ``endpoints.yml`` names it; the keys beside ``type`` there are facts that any sentence may name."""

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        super().__init__(Catalogue(), facts=endpoint_config.kwargs if endpoint_config else None)


def action_server(actions: Iterable[Action]) -> Sanic:
    """*actions* at ``POST /webhook``, as an action server of Rasa's answers; an error tells its kind and nothing of the call."""
    registered = list(actions)
    inside = InProcessActions(registered)
    app = Sanic("wegweiser_actions", configure_logging=False)

    @app.get("/health")
    async def health(_request: Request) -> HTTPResponse:
        return response.json({"status": "ok"})

    @app.get("/actions")
    async def names(_request: Request) -> HTTPResponse:
        return response.json([{"name": action.name()} for action in registered])

    @app.post("/webhook")
    async def run(request: Request) -> HTTPResponse:
        call: Any = request.json
        if not isinstance(call, dict) or not call.get("next_action"):
            return response.json({"error": "The body must be an action call of Rasa's."}, status=400)
        try:
            return response.json(await inside.request(json=call))
        except ClientResponseError as rejection:
            return response.raw(rejection.text, status=rejection.status, content_type="application/json")
        except ActionNotFoundException as missing:
            return response.json({"error": missing.message, "action_name": missing.action_name}, status=404)
        except Exception as error:
            return response.json({"error": type(error).__name__, "action_name": call["next_action"]}, status=500)

    return app
