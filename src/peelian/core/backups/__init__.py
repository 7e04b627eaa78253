"""Backup and restore: records and files of a house at one point in time, in one file that is checked both ways."""
