"""Writes about people: the only code that changes their tables."""

from people.actions.accounts import (
    NameTaken,
    change_name,
    change_passphrase,
    give_passphrase,
    set_appearance,
    set_discreet,
    set_language,
    sign_up,
)
from people.actions.addresses import ask_for_note, give_address, prove_address, take_back_address
from people.actions.agreements import accept_agreement, publish_agreement
from people.actions.closing import (
    ask_to_close,
    carry_out,
    close_by_staff,
    close_due,
    forget_receipts,
    get_nobody,
    put_off_closing,
    reopen,
    stay,
)
from people.actions.community import describe_community
from people.actions.devices import (
    end_streams,
    forget_device,
    forget_old_devices,
    note_device_seen,
    remember_device,
    sign_out_device,
    sign_out_everywhere,
)
from people.actions.distance import block, mute, unblock, unmute
from people.actions.exports import ask_for_export, drop_export, drop_old_exports, fetch_export, make_export
from people.actions.files import NoRoomLeft, make_room_for
from people.actions.profiles import draw_avatar, save_profile, set_preferences
from people.actions.recovery import recover_with_code
from people.actions.roles import LastOperator, set_role
from people.actions.second_steps import (
    add_app,
    add_passkey,
    drop_recovery_codes,
    is_right_app_code,
    new_recovery_codes,
    pass_second_step,
    remove_second_step,
    reset_second_steps,
    use_recovery_code,
)
from people.actions.tokens import (
    TooManyTokens,
    forget_expired_tokens,
    make_token,
    note_token_seen,
    revoke_token,
)
from people.actions.topics import add_topic, choose_topic, order_topics, rename_topic
from people.actions.turns import wait_for_turn

__all__ = [
    "LastOperator",
    "NameTaken",
    "NoRoomLeft",
    "TooManyTokens",
    "accept_agreement",
    "add_app",
    "add_passkey",
    "add_topic",
    "ask_for_export",
    "ask_for_note",
    "ask_to_close",
    "block",
    "carry_out",
    "change_name",
    "change_passphrase",
    "choose_topic",
    "close_by_staff",
    "close_due",
    "describe_community",
    "draw_avatar",
    "drop_export",
    "drop_old_exports",
    "drop_recovery_codes",
    "end_streams",
    "fetch_export",
    "forget_device",
    "forget_expired_tokens",
    "forget_old_devices",
    "forget_receipts",
    "get_nobody",
    "give_address",
    "give_passphrase",
    "is_right_app_code",
    "make_export",
    "make_room_for",
    "make_token",
    "mute",
    "new_recovery_codes",
    "note_device_seen",
    "note_token_seen",
    "order_topics",
    "pass_second_step",
    "prove_address",
    "publish_agreement",
    "put_off_closing",
    "recover_with_code",
    "remember_device",
    "remove_second_step",
    "rename_topic",
    "reopen",
    "reset_second_steps",
    "revoke_token",
    "save_profile",
    "set_appearance",
    "set_discreet",
    "set_language",
    "set_preferences",
    "set_role",
    "sign_out_device",
    "sign_out_everywhere",
    "sign_up",
    "stay",
    "take_back_address",
    "unblock",
    "unmute",
    "use_recovery_code",
    "wait_for_turn",
]
