"""A plan as a document becomes proposals: what its themes, commitments, objectives and questions seem to be.

Nothing here decides. Every proposal says where it stands and how sure its rule is; a person confirms, changes or drops it.
"""

from peelian.plans.importing.proposals import Imported, Proposal, import_plan

__all__ = ["Imported", "Proposal", "import_plan"]
