"""Small numbers at full size: 34 boroughs, 680 wards, six main categories, ten years of months, two releases a quarter apart."""

from __future__ import annotations

from benchmarks.small_numbers import MAIN, run


def test_nine_of_ten_rolling_years_of_main_categories_stay_visible_and_no_small_number_is_narrowed() -> None:
    told, narrowed = run([120, 123], sample=8)
    for release in told:
        assert release.main >= 0.9
        assert min(release.by_measure[name] for name in MAIN) >= 0.9
    assert narrowed == 0
