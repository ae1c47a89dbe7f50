"""The class service over HTTP: the exam, certificates verified, what is behind the gate, the instructor's desk. In order:

settings     what it needs before it starts
accounts     enrolment, sign-in by a challenge that the learner's key signs, sessions
guard        what holds for every request: headers, sizes, rates, forms that are ours
app          the application, put together
public       pages that need no sign-in: verify a certificate, practise
hub          sign-in through a JupyterHub, linked to a key
exam         the exam, from the same code and store as in the terminal
certificates my certificates, in every form; revoking one
gate         the catalogue, requests, and the interface that signed agreements and presentations come in by
desk         the instructor's: requests, grants, attempts, the audit log

Pages are rendered here, work without JavaScript, and ask no other site for anything.
"""
