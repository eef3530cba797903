"""Which rule matches: the first, always the same, and only when everything it asks is true."""

from hypothesis import given
from hypothesis import strategies as st

from vardpost.routing.rules import Asked, Placed, Routing, Rule, matches, matching
from vardpost.routing.values import routing_from, routing_values
from vardpost.units.settings import plain

KINDS = st.sampled_from(["", "renew", "book"])
FIELDS = st.sampled_from(["about", "where", "yes"])
VALUES = st.sampled_from(["a", "b", "yes", "no"])
ASKED = st.builds(
    lambda key, values: Asked(key, key, tuple(values), tuple(values)),
    FIELDS,
    st.lists(VALUES, min_size=1, max_size=3, unique=True),
)
RULES = st.builds(
    Rule,
    target=st.sampled_from(["person", "team", "queue"]),
    case_type=KINDS,
    asked=st.lists(ASKED, max_size=2).map(tuple),
    target_name=st.sampled_from(["Anders", "Recept"]),
)
PLACED = st.lists(st.tuples(RULES, st.booleans()), max_size=6).map(
    lambda found: [Placed(n, rule, able) for n, (rule, able) in enumerate(found, start=1)]
)
ANSWERS = st.dictionaries(
    FIELDS,
    st.one_of(VALUES, st.booleans(), st.none(), st.integers(), st.lists(VALUES), st.just({"a": 1})),
)


def by_hand(rule: Rule, case_type: str, answers: dict[str, object]) -> bool:
    """Say the same in another way: each condition has an answer among its values."""
    if rule.case_type not in ("", case_type):
        return False
    for one in rule.asked:
        answer = answers.get(one.field)
        given_values = answer if isinstance(answer, list) else [answer]
        said = [{True: "yes", False: "no"}[x] if isinstance(x, bool) else x for x in given_values]
        if not any(x in one.values for x in said if isinstance(x, str)):
            return False
    return True


@given(PLACED, KINDS, ANSWERS, st.randoms())
def test_the_first_that_matches_and_can_decides(
    rules: list[Placed], case_type: str, answers: dict[str, object], dice: object
) -> None:
    expected = [one for one in rules if one.able and by_hand(one.rule, case_type, answers)]
    assert list(matching(rules, case_type, answers)) == expected
    shuffled = list(rules)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]  # a Random
    assert list(matching(shuffled, case_type, answers)) == expected


@given(RULES, KINDS, ANSWERS)
def test_one_more_condition_never_matches_more(
    rule: Rule, case_type: str, answers: dict[str, object]
) -> None:
    fewer = Rule(rule.target, rule.case_type, asked=rule.asked[:-1])
    assert matches(fewer, case_type, answers) or not matches(rule, case_type, answers)


@given(st.booleans(), st.lists(RULES, max_size=5).map(tuple))
def test_what_the_history_keeps_is_the_same_list(
    self_take: bool,  # drawn
    rules: tuple[Rule, ...],
) -> None:
    routing = Routing(self_take, rules)
    assert routing_from(plain(routing_values(routing))) == routing


@given(st.lists(RULES, max_size=5).map(tuple), st.integers(-2, 8), st.sampled_from([-1, 1]))
def test_moving_loses_no_rule_and_can_be_undone(
    rules: tuple[Rule, ...], number: int, step: int
) -> None:
    routing = Routing(rules=rules)
    moved = routing.moved(number, step)  # type: ignore[arg-type]  # one of the two
    assert sorted(moved.rules, key=repr) == sorted(rules, key=repr)
    assert moved.moved(number + step, -step) == routing  # type: ignore[arg-type]  # the same
    assert len(routing.without(number).rules) == len(rules) - (1 <= number <= len(rules))
