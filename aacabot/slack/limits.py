"""Slack's limits, each with the page that states it; lengths count characters.

Pages are under https://docs.slack.dev/reference/ unless a full address is given.
"""

BLOCKS_PER_MESSAGE = 50  # block-kit/blocks
BLOCKS_PER_MODAL = 100  # block-kit/blocks
BLOCK_ID = 255  # block-kit/blocks
ACTION_ID = 255  # block-kit/block-elements/button-element

# Not documented: about 13,200 characters of blocks give msg_blocks_too_long
# (https://github.com/slackapi/bolt-js/issues/2509), so messages stay below this, counted as JSON.
MESSAGE_CHARACTERS = 12_000
MESSAGE_TEXT = 4_000  # methods/chat.postMessage: advised; cut at 40,000

HEADER = 150  # block-kit/blocks/header-block
SECTION = 3_000  # block-kit/blocks/section-block
CONTEXT_ELEMENTS = 10  # block-kit/blocks/context-block
ACTIONS = 25  # block-kit/blocks/actions-block
IMAGE_URL = 3_000  # block-kit/blocks/image-block
IMAGE_ALT = 2_000  # block-kit/blocks/image-block

BUTTON_LABEL = 75  # block-kit/block-elements/button-element
BUTTON_VALUE = 2_000  # block-kit/block-elements/button-element
BUTTON_URL = 3_000  # block-kit/block-elements/button-element

DIALOG_TITLE = 100  # block-kit/composition-objects/confirmation-dialog-object
DIALOG_TEXT = 300  # block-kit/composition-objects/confirmation-dialog-object
DIALOG_BUTTON = 30  # block-kit/composition-objects/confirmation-dialog-object

OPTION_LABEL = 75  # block-kit/composition-objects/option-object
OPTION_VALUE = 150  # block-kit/composition-objects/option-object
OPTIONS = 100  # block-kit/block-elements/select-menu-element
PLACEHOLDER = 150  # block-kit/block-elements/plain-text-input-element
INPUT_TEXT = 3_000  # block-kit/block-elements/plain-text-input-element
INPUT_LABEL = 2_000  # block-kit/blocks/input-block
INPUT_HINT = 2_000  # block-kit/blocks/input-block

MODAL_TITLE = 24  # views/modal-views
MODAL_BUTTON = 24  # views/modal-views
PRIVATE_METADATA = 3_000  # views/modal-views
