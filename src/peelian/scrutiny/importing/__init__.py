"""What a committee printed, as proposals: reports, responses and meeting papers. Nothing here decides; a person confirms each."""

from peelian.scrutiny.importing.papers import import_papers
from peelian.scrutiny.importing.proposals import Imported, Proposal, Remark
from peelian.scrutiny.importing.responses import import_response
from peelian.scrutiny.importing.telling_apart import import_report

__all__ = [
    "Imported",
    "Proposal",
    "Remark",
    "import_papers",
    "import_report",
    "import_response",
]
