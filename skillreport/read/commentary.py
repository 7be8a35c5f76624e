"""The commentary folder → the consultant's Markdown per section, as typed."""

from pathlib import Path

from skillreport.model.report import Comment


def load_commentary(folder: Path | None) -> dict[str, Comment]:
    """One comment per Markdown file, under the file's name without ending: `mix.md` belongs to the section mix."""
    if folder is None or not folder.is_dir():
        return {}
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() == ".md")
    return {file.stem: Comment(f"{folder.name}/{file.name}", file.read_text("utf-8-sig", "replace")) for file in files}
