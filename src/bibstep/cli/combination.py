"""Which options of ``bibstep convert`` can be used together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click


def check_combination(given: Mapping[str, Any]) -> None:
    """Raise UsageError for options that exclude each other, or that need another one. ``given`` are all parameters."""
    outputs, library, cited_in = given["outputs"], given["library"], given["cited_in"]
    has_verify = given["verify"] not in (None, "no")
    merges = given["duplicates"] == "merge"
    for is_wrong, message in (
        (given["verbose"] and given["quiet"], "-v and -q cannot be used together"),
        (has_verify and not (outputs or library), "--verify needs an output file: give -o or --into"),
        (
            (given["if_changed"] or given["depfile"]) and not outputs,
            "--if-changed and --depfile need an output file: give -o",
        ),
        (
            given["update"] and (not library or cited_in),
            "--update can only be used with --into, and not with --cited-in",
        ),
        (given["split"] and outputs in ((), ("-",)), "--split needs an output file: give -o"),
        (given["split"] and (given["depfile"] or library), "--split cannot be used with --depfile or --into"),
        (given["strict"] and given["allow_rejects"], "--strict and --allow-rejects cannot be used together"),
        (given["dry_run"] and not library, "--dry-run can only be used with --into"),
        (given["diff"] and not (outputs or library), "--diff needs an output file: give -o or --into"),
        (
            given["dask"] and (given["jobs"] or library or has_verify or given["template"] or merges),
            "--dask cannot be used with --jobs, --into, --verify, --template or --duplicates merge",
        ),
        (given["sort"] == "cited" and not cited_in, "--sort cited needs a manuscript: give --cited-in"),
    ):
        if is_wrong:
            raise click.UsageError(message)
