"""Cases are read from YAML; those below a key that stands twice would never be asked."""

from __future__ import annotations

import pytest
import yaml

from tests.yamls import read_yaml


def test_a_key_that_stands_twice_is_refused() -> None:
    with pytest.raises(yaml.YAMLError, match="stands twice: one"):
        read_yaml("one: [a]\ntwo: [b]\none: [c]\n")


def test_the_same_key_in_two_places_is_none() -> None:
    assert read_yaml("- {one: a}\n- {one: b}\n") == [{"one": "a"}, {"one": "b"}]
