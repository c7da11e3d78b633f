from modules.models.glossary import GlossaryTerm
from modules.models.pages import LessonPage, ModuleIndexPage, ModulePage

__all__ = ["GlossaryTerm", "LessonPage", "ModuleIndexPage", "ModulePage"]
