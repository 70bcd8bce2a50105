"""Command line in, a playground that serves until it is stopped out: `python -m playground --port 8765`."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from playground.company import SAMPLE, Company, CompanyError, load_company
from playground.manifest import installed
from playground.serving import HOST, bind, server_of
from playground.world import World


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m playground", description="A local and strict Slack to try a bolt app on.")
    parser.add_argument("--port", type=int, default=8765, help="port on 127.0.0.1 (default: 8765, 0 takes a free one)")
    parser.add_argument("--host", default=HOST, help="127.0.0.1 and nothing else: the playground asks nobody who they are")
    parser.add_argument("--http-events", metavar="URL", help="send everything here by signed HTTP, not by Socket Mode")
    parser.add_argument("--signing-secret", metavar="S", help="secret of the signatures (default: the one of the company file)")
    parser.add_argument("--company", type=Path, default=SAMPLE, metavar="FILE", help="YAML file of people, channels and the app")
    parser.add_argument("--manifest", type=Path, metavar="FILE", help="the app's manifest: commands, events, scopes, views")
    parser.add_argument("--rate-limits", action="store_true", help="keep Slack's tiers: 20 calls a minute, 1 message a second")
    chosen = parser.parse_args(given)
    if chosen.host not in (HOST, "localhost"):
        parser.error(f"the playground listens on {HOST} only, not on {chosen.host}: it lets everyone in who can reach it")
    return chosen


async def serve(company: Company, chosen: argparse.Namespace) -> None:
    listener = bind(chosen.port)
    world = World(company, chosen.http_events, chosen.signing_secret)
    world.rates.on = chosen.rate_limits
    world.base_url = f"http://{HOST}:{listener.getsockname()[1]}"
    server = server_of(world)
    app = company.app
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started and not serving.done():  # nobody is told of an address where nobody listens yet
        await asyncio.sleep(0.01)
    sys.stdout.write(f"{company.name} is open at {world.base_url}/\n")
    sys.stdout.write(f"Web API {world.base_url}/api/  bot token {app.bot_token}  app token {app.app_token}\n")
    sys.stdout.flush()
    await serving


def main(given: list[str] | None = None) -> int:
    chosen = arguments(given)
    try:
        company = load_company(chosen.company)
        asyncio.run(serve(installed(company, chosen.manifest) if chosen.manifest else company, chosen))
    except CompanyError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except OSError as error:
        sys.stderr.write(f"port {chosen.port} on {HOST} cannot be used ({error.strerror}); choose another with --port\n")
        return 2
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
