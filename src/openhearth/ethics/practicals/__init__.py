"""Six practical tasks of the ethics training, each with data of a learner's own, graded by the grading engine.

    leak, k_anonymity, subgroup_gap, licence_conflict, backdoor, withdrawal
                what is drawn for one learner: the files they get, and what there is to find in them
    notebooks/  what they are asked, with the reference answer and the tests, as any nbgrader assignment
    making      the two put together: a folder for the learner, material for the grader
    record      who was given what, and what became of it

The draw follows from the class's secret, as the exam's does: who has the whole repository still has to look at their own data.
"""

from openhearth.ethics.practicals.making import TASKS, Task, handout, material
from openhearth.ethics.practicals.record import Practicals, PracticalsError, Try

__all__ = ["TASKS", "Practicals", "PracticalsError", "Task", "Try", "handout", "material"]
