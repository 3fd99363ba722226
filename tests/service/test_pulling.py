"""What the settings say of fetching counts; a bad list is told before anything is fetched."""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path

import pytest

from knowledge.database import Store
from knowledge.fetching.policy import FetchPolicy
from service.config import read_settings
from service.pulling import Order, OrderRefused, fetch_policy, ordered


def test_without_settings_only_public_addresses_and_usual_ports_are_fetched_from() -> None:
    policy = fetch_policy(read_settings({}))
    assert policy == FetchPolicy(user_agent="Yihaoda")
    assert (policy.allowed_networks, policy.ports) == ((), frozenset((80, 443)))


def test_settings_name_the_contact_the_pause_the_networks_and_the_ports() -> None:
    policy = fetch_policy(
        read_settings(
            {
                "YIHAODA_FETCH_CONTACT": "info@qinghe.example",
                "YIHAODA_FETCH_INTERVAL": "2.5",
                "YIHAODA_FETCH_PRIVATE_NETWORKS": "10.20.30.0/24, fd00:1::/64",
                "YIHAODA_FETCH_PORTS": "80，8080",
            }
        )
    )
    assert policy == FetchPolicy(
        user_agent="Yihaoda (+info@qinghe.example)",
        pause_seconds=2.5,
        allowed_networks=(ip_network("10.20.30.0/24"), ip_network("fd00:1::/64")),
        ports=frozenset((80, 8080)),
    )


@pytest.mark.parametrize("order", ["manifests", "lists"])
def test_a_list_that_is_not_there_is_refused_by_name(
    sqlite_store: Store, tmp_path: Path, order: str
) -> None:
    path = tmp_path / "none.csv"
    with pytest.raises(OrderRefused, match=r"none\.csv：文件读不出来：找不到"):
        ordered(sqlite_store, Order(**{order: (path,)}), FetchPolicy())
