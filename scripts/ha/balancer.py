#!/usr/bin/env python3
"""balancer.py PORT BACKEND…: leads each connection to one of the API servers (their ports) that say that they are ready. Who
doesn't answer is left out until it does; connections to it end with it."""
import asyncio
import itertools
import ssl
import sys

CHECK_SECONDS = 0.2
PATIENCE_SECONDS = 2


class Balancer:
    def __init__(self, backends):
        self.ready = dict.fromkeys(backends, False)
        self.turn = itertools.count()

    async def check(self, backend):
        # Whose certificate it is the clients look at.
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        while True:
            try:
                self.ready[backend] = await asyncio.wait_for(self.asked(backend, trusting), PATIENCE_SECONDS)
            except (OSError, asyncio.TimeoutError):
                self.ready[backend] = False
            await asyncio.sleep(CHECK_SECONDS)

    async def asked(self, backend, trusting):
        reader, writer = await asyncio.open_connection("127.0.0.1", backend, ssl=trusting)
        try:
            writer.write(b"GET /readyz HTTP/1.1\r\nHost: balancer\r\nConnection: close\r\n\r\n")
            return b" 200 " in await reader.readline()
        finally:
            writer.close()

    async def serve(self, reader, writer):
        backends = [b for b, ready in self.ready.items() if ready]
        start = next(self.turn)
        for i in range(len(backends)):
            backend = backends[(start + i) % len(backends)]
            try:
                far_reader, far_writer = await asyncio.open_connection("127.0.0.1", backend)
            except OSError:
                self.ready[backend] = False
                continue
            await asyncio.wait([asyncio.create_task(pump(reader, far_writer)), asyncio.create_task(pump(far_reader, writer))],
                               return_when=asyncio.FIRST_COMPLETED)
            far_writer.close()
            break
        writer.close()


async def pump(reader, writer):
    try:
        while piece := await reader.read(65536):
            writer.write(piece)
            await writer.drain()
    except OSError:
        pass


async def main(port, backends):
    balancer = Balancer(backends)
    server = await asyncio.start_server(balancer.serve, "127.0.0.1", port)
    async with server:
        await asyncio.gather(*(balancer.check(backend) for backend in backends))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), [int(port) for port in sys.argv[2:]]))
