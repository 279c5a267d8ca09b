"""The demo finds a place to listen, and says so where it cannot have the one that was asked for."""

import socket

import pytest

from aacabot.sandbox.demo.addresses import HOST, PortTaken, asked_or_usual, usual_or_free


def test_a_taken_usual_port_gives_way_to_a_free_one() -> None:
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        taken = other.getsockname()[1]
        assert usual_or_free(taken) != taken
        assert asked_or_usual(None, taken) != taken


def test_a_port_that_was_asked_for_is_taken_as_it_is_or_refused() -> None:
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        taken = other.getsockname()[1]
        with pytest.raises(PortTaken, match=str(taken)):
            asked_or_usual(taken, 4400)
    assert asked_or_usual(taken, 4400) == taken


def test_zero_asks_for_any_free_port() -> None:
    assert asked_or_usual(0, 4400) > 0
