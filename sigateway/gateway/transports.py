"""Connections: one shared TLS context, and for commits a connection nobody has used before.

A pooled connection that the hall has just closed fails after the request was written, and nobody can say whether the hall
acted. On a new connection the failure to connect is known to be harmless.
"""

from __future__ import annotations

import ssl

import httpx


class Lines(httpx.BaseTransport):
    """The sync transport: pooled connections, and a fresh one where the request asks for it."""

    def __init__(self, tls: ssl.SSLContext | None = None, proxy: str | None = None) -> None:
        context = tls or httpx.create_ssl_context(trust_env=False)
        self._pooled = httpx.HTTPTransport(verify=context, proxy=proxy, trust_env=False)
        self._fresh = httpx.HTTPTransport(
            verify=context, proxy=proxy, trust_env=False, limits=httpx.Limits(max_keepalive_connections=0)
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send over the right kind of connection."""
        fresh = request.extensions.get("sigateway.fresh", False)
        return (self._fresh if fresh else self._pooled).handle_request(request)

    def close(self) -> None:
        """Close all connections."""
        self._pooled.close()
        self._fresh.close()


class AsyncLines(httpx.AsyncBaseTransport):
    """The async transport: pooled connections, and a fresh one where the request asks for it."""

    def __init__(self, tls: ssl.SSLContext | None = None, proxy: str | None = None) -> None:
        context = tls or httpx.create_ssl_context(trust_env=False)
        self._pooled = httpx.AsyncHTTPTransport(verify=context, proxy=proxy, trust_env=False)
        self._fresh = httpx.AsyncHTTPTransport(
            verify=context, proxy=proxy, trust_env=False, limits=httpx.Limits(max_keepalive_connections=0)
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send over the right kind of connection."""
        fresh = request.extensions.get("sigateway.fresh", False)
        return await (self._fresh if fresh else self._pooled).handle_async_request(request)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pooled.aclose()
        await self._fresh.aclose()
