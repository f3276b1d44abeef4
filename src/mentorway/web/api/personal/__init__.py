"""What is kept about people whose programs act for them."""

from mentorway.web.api.personal import scim, tokens, webhooks

PERSONAL = (*tokens.PERSONAL, *scim.PERSONAL, *webhooks.PERSONAL)
