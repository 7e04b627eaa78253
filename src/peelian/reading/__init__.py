"""Reading what others wrote: a file becomes lines, blocks and sentences, with the place of each.

``read_document`` takes a text or Markdown file, a DOCX file or a PDF file with a text layer, and refuses in plain words what it
cannot read. Nothing is invented: every line says where it stands. No Django, and nothing of the records.
"""

from peelian.reading.blocks import Block, blocks_of
from peelian.reading.document import Document, Line, read_bytes, read_document
from peelian.reading.sentences import Sentence, sentences_of

__all__ = ["Block", "Document", "Line", "Sentence", "blocks_of", "read_bytes", "read_document", "sentences_of"]
