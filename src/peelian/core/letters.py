"""Letters that the office writes: what they say, and what happens when they cannot be sent."""

from __future__ import annotations

from smtplib import SMTPException

from django.core.mail import send_mail
from django.template.loader import render_to_string

from peelian.core.models import Invitation


def send_invitation(invitation: Invitation, link: str, inviter: str) -> bool:
    """Send the link of an invitation; False where the post office does not answer, so that the link is handed over instead."""
    text = render_to_string("core/invitation.txt", {"invitation": invitation, "link": link, "inviter": inviter})
    subject, _, body = text.partition("\n")
    try:
        return bool(send_mail(subject, body.lstrip("\n"), None, [invitation.email]))
    except (OSError, SMTPException):
        return False
