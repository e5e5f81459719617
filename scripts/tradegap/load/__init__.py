"""What is read goes into the seeds, once it fits what is held and the project's identities."""
