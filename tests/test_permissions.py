"""Every address, asked by everybody: one table says what each of six people gets.

The addresses are read from the resolver, so a new one without a row here fails. Asha owns everything that is
asked for: a thread in a members' space with a reply, a picture, a notice, a signed-in browser. She has blocked
Dana. Chen has nothing to do with any of it, Mo moderates and Olu runs the place.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from core.memory import forget_everything
from tests.cast import signed_in_browser

PEOPLE = ["stranger", "chen", "dana", "mo", "olu", "asha"]

# ok      a page, or done                       on     done, and sent on to another page
# form    let in; what was sent is not enough   in     asked to sign in first
# 403     not for this role                     404    does not exist for this person
# -       not asked this way (405)
#
# In a row: the address; then GET and POST, each as stranger, Chen, Dana (blocked), Mo, Olu, Asha (owner).
EXPECTED = """
# Doors: open to everybody
front                   | ok   ok   ok   ok   ok   ok   | -    -    -    -    -    -
join                    | ok   on   on   on   on   on   | form on   on   on   on   on
join_name               | ok   ok   ok   ok   ok   ok   | -    -    -    -    -    -
sign_in                 | ok   on   on   on   on   on   | form form form form form form
sign_out                | on   ok   ok   ok   ok   ok   | on   on   on   on   on   on
second_step             | on   on   on   on   on   on   | on   on   on   on   on   on
passkey_sign_in         | -    -    -    -    -    -    | form form form form form form
passkey_options         | ok   ok   ok   ok   ok   ok   | -    -    -    -    -    -
recover                 | ok   on   on   on   on   on   | form form form form form form
recover_by_note         | ok   ok   ok   ok   ok   ok   | form form form form form form
note                    | 404  404  404  404  404  404  | 404  404  404  404  404  404
leave                   | on   on   on   on   on   on   | on   on   on   on   on   on
language_choose         | ok   ok   ok   ok   ok   ok   | ok   ok   ok   ok   ok   ok
agreement               | ok   ok   ok   ok   ok   ok   | form form form form form form
kept_words              | on   on   on   on   on   on   | -    -    -    -    -    -
kept_words_let_go       | -    -    -    -    -    -    | on   on   on   on   on   on

# One's own account
account                 | in   ok   ok   ok   ok   ok   | -    -    -    -    -    -
appearance_change       | -    -    -    -    -    -    | in   form form form form form
discreet_change         | -    -    -    -    -    -    | in   on   on   on   on   on
preferences_change      | -    -    -    -    -    -    | in   on   on   on   on   on
topics_change           | -    -    -    -    -    -    | in   on   on   on   on   on
name_change             | in   ok   ok   ok   ok   ok   | in   form form form form form
passphrase_change       | in   ok   ok   ok   ok   ok   | in   form form form form form
confirm                 | in   ok   ok   ok   ok   ok   | in   form form form form form
security                | in   on   on   on   on   on   | -    -    -    -    -    -
app_add                 | in   on   on   on   on   on   | in   on   on   on   on   on
passkey_add             | in   on   on   on   on   on   | in   on   on   on   on   on
passkey_add_options     | in   on   on   on   on   on   | -    -    -    -    -    -
address                 | in   on   on   on   on   on   | in   on   on   on   on   on
address_remove          | -    -    -    -    -    -    | in   on   on   on   on   on
second_step_remove      | -    -    -    -    -    -    | in   on   on   on   on   on
recovery_codes          | in   on   on   on   on   on   | in   on   on   on   on   on
recovery_codes_make     | -    -    -    -    -    -    | in   on   on   on   on   on
recovery_codes_file     | in   on   on   on   on   on   | -    -    -    -    -    -
files                   | in   ok   ok   ok   ok   ok   | -    -    -    -    -    -
export                  | in   on   on   on   on   on   | in   on   on   on   on   on
export_fetch            | -    -    -    -    -    -    | in   on   on   on   on   on
close                   | in   on   on   on   on   on   | in   on   on   on   on   on
closing                 | on   on   on   on   on   on   | on   on   on   on   on   on
receipt                 | 404  404  404  404  404  404  | -    -    -    -    -    -
device_sign_out         | -    -    -    -    -    -    | in   on   on   on   on   on
sign_out_everywhere     | -    -    -    -    -    -    | in   on   on   on   on   on
distance_undo           | -    -    -    -    -    -    | in   on   on   on   on   on
token_list              | in   on   on   on   on   on   | in   on   on   on   on   on
token_revoke            | -    -    -    -    -    -    | in   on   on   on   on   on
profile_edit            | in   ok   ok   ok   ok   ok   | in   form form form form form
avatar_draw             | -    -    -    -    -    -    | in   on   on   on   on   on

looks                   | in   ok   ok   ok   ok   ok   | -    -    -    -    -    -

own_reports             | in   ok   ok   ok   ok   ok   | -    -    -    -    -    -
safety_notes            | in   ok   ok   ok   ok   ok   | in   on   on   on   on   on
decision_list           | in   ok   ok   ok   ok   ok   | -    -    -    -    -    -
decision_detail         | in   404  404  404  404  ok   | in   404  404  404  404  form

# Reports, complaints and the safety desk. The case is about a reply of Asha's; Ben reported it.
policy                  | ok   ok   ok   ok   ok   ok   | -    -    -    -    -    -
complaints              | in   ok   ok   ok   ok   ok   | in   form form form form form
report                  | in   ok   404  ok   ok   404  | in   form 404  form form 404
desk                    | in   403  403  ok   ok   403  | -    -    -    -    -    -
case_detail             | in   404  404  ok   ok   404  | -    -    -    -    -    -
case_claim              | -    -    -    -    -    -    | in   404  404  on   on   404
case_release            | -    -    -    -    -    -    | in   404  404  on   on   404
case_hand_over          | -    -    -    -    -    -    | in   404  404  form form 404
case_ask                | -    -    -    -    -    -    | in   404  404  form form 404
case_escalate           | -    -    -    -    -    -    | in   404  404  form form 404
case_note               | -    -    -    -    -    -    | in   404  404  form form 404
case_decide             | -    -    -    -    -    -    | in   404  404  form form 404
case_reverse            | -    -    -    -    -    -    | in   404  404  404  404  404
case_step               | -    -    -    -    -    -    | in   404  404  404  404  404
case_answer             | -    -    -    -    -    -    | in   404  404  form form 404
case_who                | in   on   on   on   on   on   | in   on   on   on   on   on
case_who_answer         | -    -    -    -    -    -    | in   on   on   on   on   on
case_who_show           | -    -    -    -    -    -    | in   on   on   on   on   on
operator_desk           | in   403  403  403  ok   403  | in   403  403  403  form 403
operator_screening      | in   403  403  403  ok   403  | in   403  403  403  form 403
operator_lead           | -    -    -    -    -    -    | in   403  403  403  on   403
protocol_list           | in   403  403  403  ok   403  | -    -    -    -    -    -
protocol_detail         | in   403  403  403  ok   403  | in   403  403  403  form 403

# Other members
member_detail           | in   ok   404  ok   ok   ok   | -    -    -    -    -    -
member_block            | in   ok   404  ok   ok   404  | in   on   404  on   on   404
member_mute             | -    -    -    -    -    -    | in   on   404  on   on   404

# The operator's pages
operator_community      | in   403  403  403  ok   403  | in   403  403  403  form 403
operator_agreement      | in   403  403  403  ok   403  | in   403  403  403  on   403
operator_topics         | in   403  403  403  ok   403  | in   403  403  403  on   403
operator_topic          | -    -    -    -    -    -    | in   403  403  403  on   403
operator_members        | in   403  403  403  ok   403  | -    -    -    -    -    -
operator_audit          | in   403  403  403  ok   403  | -    -    -    -    -    -
operator_member         | in   403  403  403  ok   403  | in   403  403  403  form 403

# The rota
rota                    | in   403  403  ok   ok   403  | -    -    -    -    -    -
shift_change            | -    -    -    -    -    -    | in   403  403  on   on   403
own_limits              | in   403  403  ok   ok   403  | in   403  403  on   on   403
buddy                   | in   403  403  ok   ok   403  | in   403  403  on   on   403
debrief_list            | in   403  403  ok   ok   403  | -    -    -    -    -    -
debrief                 | in   404  404  404  404  404  | in   404  404  404  404  404
duty                    | in   403  403  ok   ok   403  | in   403  403  on   on   403
duty_end                | in   403  403  ok   ok   403  | in   403  403  on   on   403
training                | in   ok   ok   ok   ok   ok   | in   form form form form form
training_wish           | -    -    -    -    -    -    | in   403  403  403  403  403
operator_helpers        | in   403  403  403  ok   403  | -    -    -    -    -    -
operator_helper         | -    -    -    -    -    -    | in   403  403  403  on   403
operator_rota           | in   403  403  403  ok   403  | in   403  403  403  form 403
operator_rota_settings  | -    -    -    -    -    -    | in   403  403  403  form 403
shift_drop              | -    -    -    -    -    -    | in   403  403  403  on   403

# Spaces, threads and posts
space_list              | ok   ok   ok   ok   ok   ok   | -    -    -    -    -    -
space_detail            | in   ok   ok   ok   ok   ok   | -    -    -    -    -    -
thread_create           | in   ok   ok   ok   ok   ok   | in   on   on   on   on   on
space_ask               | -    -    -    -    -    -    | in   on   on   on   on   on
space_requests          | in   404  404  ok   ok   404  | in   404  404  on   on   404
unanswered              | in   ok   ok   ok   ok   ok   | -    -    -    -    -    -
helping                 | in   ok   ok   ok   ok   ok   | -    -    -    -    -    -
helper_settings         | in   ok   ok   ok   ok   ok   | in   form form form form form
staff_week              | in   403  403  ok   ok   403  | -    -    -    -    -    -
offer_let_go            | -    -    -    -    -    -    | in   404  404  404  404  on
following               | in   ok   ok   ok   ok   ok   | -    -    -    -    -    -
bookmark_list           | in   ok   ok   ok   ok   ok   | -    -    -    -    -    -
thread_detail           | in   ok   404  ok   ok   ok   | -    -    -    -    -    -
replies                 | in   on   404  on   on   on   | in   on   404  on   on   on
thread_follow           | -    -    -    -    -    -    | in   on   404  on   on   on
thread_lock             | in   403  404  ok   ok   403  | in   403  404  form form 403
thread_writing          | in   ok   404  ok   ok   ok   | in   ok   404  ok   ok   ok
post_detail             | in   ok   404  ok   ok   ok   | -    -    -    -    -    -
post_fragment           | in   on   404  on   on   on   | -    -    -    -    -    -
post_edit               | in   404  404  404  404  ok   | in   404  404  404  404  on
post_remove             | in   404  404  ok   ok   ok   | in   404  404  form form on
post_history            | in   404  404  ok   ok   ok   | -    -    -    -    -    -
post_support            | -    -    -    -    -    -    | in   on   404  on   on   403
post_bookmark           | -    -    -    -    -    -    | in   on   404  on   on   on
post_care               | -    -    -    -    -    -    | in   404  404  404  404  on
own_care                | -    -    -    -    -    -    | in   on   on   on   on   on
conversation_care       | -    -    -    -    -    -    | in   404  404  404  404  on
requests_care           | -    -    -    -    -    -    | in   on   on   on   on   on
post_pin                | -    -    -    -    -    -    | in   403  404  403  403  on
picture                 | in   ok   404  ok   ok   ok   | -    -    -    -    -    -
draft_save              | -    -    -    -    -    -    | in   ok   404  ok   ok   ok
search                  | ok   ok   ok   ok   ok   ok   | -    -    -    -    -    -

# The operator's spaces
operator_offers         | in   403  403  403  ok   403  | in   403  403  403  form 403
operator_spaces         | in   403  403  403  ok   403  | in   403  403  403  ok   403
operator_space_create   | in   403  403  403  ok   403  | in   403  403  403  form 403
operator_space          | in   403  403  403  ok   403  | in   403  403  403  form 403

# Support groups: Asha holds one
support_group_list      | in   ok   ok   ok   ok   ok   | -    -    -    -    -    -
support_group_open      | in   403  403  ok   ok   403  | in   403  403  form form 403
support_group_detail    | in   ok   ok   ok   ok   ok   | -    -    -    -    -    -
support_group_ask       | in   ok   ok   ok   ok   on   | in   form form form form on
support_group_come_in   | in   404  404  404  404  404  | in   404  404  404  404  404
support_group_let_go    | -    -    -    -    -    -    | in   on   on   on   on   on
support_group_agree     | -    -    -    -    -    -    | in   404  404  404  404  on
support_group_leave     | in   404  404  404  404  ok   | in   404  404  404  404  on
support_group_edit      | in   404  404  404  404  ok   | in   404  404  404  404  form
support_group_close     | in   404  404  404  404  ok   | in   404  404  404  404  on
support_group_take_on   | in   404  404  404  404  404  | in   404  404  404  404  404
support_group_members   | in   404  404  404  404  ok   | in   404  404  404  404  on
support_group_plan      | in   404  404  404  404  ok   | in   404  404  404  404  form
circle_list             | in   ok   ok   ok   ok   ok   | -    -    -    -    -    -
calendar_feed           | in   ok   ok   ok   ok   ok   | in   on   on   on   on   on
circle_detail           | in   404  404  404  404  ok   | -    -    -    -    -    -
circle_sign_up          | -    -    -    -    -    -    | in   404  404  404  404  on
circle_sign_off         | -    -    -    -    -    -    | in   404  404  404  404  on
circle_cancel           | in   404  404  404  404  ok   | in   404  404  404  404  on
circle_file             | in   404  404  404  404  ok   | -    -    -    -    -    -
support_group_room      | in   404  404  404  404  on   | -    -    -    -    -    -
circle_room             | in   404  404  404  404  on   | in   404  404  404  404  on
circle_open             | -    -    -    -    -    -    | in   404  404  404  404  on
circle_panel            | in   404  404  404  404  on   | -    -    -    -    -    -
circle_turn             | -    -    -    -    -    -    | in   404  404  404  404  on
circle_help             | in   404  404  404  404  ok   | in   404  404  404  404  on
circle_check_out        | in   404  404  404  404  ok   | in   404  404  404  404  on
circle_leave            | in   404  404  404  404  ok   | in   404  404  404  404  form
circle_hold             | -    -    -    -    -    -    | in   404  404  404  404  on
circle_remove           | in   404  404  404  404  ok   | in   404  404  404  404  on
circle_close            | in   404  404  404  404  ok   | in   404  404  404  404  on
circle_prepare          | in   404  404  404  404  ok   | in   404  404  404  404  on
circle_record           | in   404  404  404  404  ok   | in   404  404  404  404  on
worry_detail            | in   404  404  404  404  ok   | in   404  404  404  404  on
schedule_end            | -    -    -    -    -    -    | in   404  404  404  404  on
schedule_file           | in   404  404  404  404  ok   | -    -    -    -    -    -
calendar_read           | 404  404  404  404  404  404  | -    -    -    -    -    -

# Conversations: Asha talks with Ben, and Chen asks her whether she would like to talk
conversation_list       | in   ok   ok   ok   ok   ok   | -    -    -    -    -    -
conversation_search     | in   ok   ok   ok   ok   ok   | -    -    -    -    -    -
conversation_detail     | in   404  404  404  404  ok   | -    -    -    -    -    -
message_list            | in   404  404  404  404  on   | in   404  404  404  404  on
conversation_choices    | in   404  404  404  404  ok   | in   404  404  404  404  form
conversation_end        | in   404  404  404  404  ok   | in   404  404  404  404  on
conversation_again      | -    -    -    -    -    -    | in   404  404  404  404  on
group_create            | in   ok   ok   ok   ok   ok   | in   on   on   on   on   on
group_people            | in   404  404  404  404  ok   | in   404  404  404  404  form
group_name              | -    -    -    -    -    -    | in   404  404  404  404  on
group_keeper            | -    -    -    -    -    -    | in   404  404  404  404  404
group_leave             | in   404  404  404  404  ok   | in   404  404  404  404  on
room_list               | in   ok   ok   ok   ok   ok   | -    -    -    -    -    -
room_create             | in   404  404  ok   ok   404  | in   404  404  form form 404
room_settings           | in   404  404  ok   ok   404  | in   404  404  form form 404
room_pause              | -    -    -    -    -    -    | in   404  404  on   on   404
room_close              | in   404  404  ok   ok   404  | in   404  404  on   on   404
room_leave              | -    -    -    -    -    -    | in   on   on   on   on   on
message_take_down       | in   404  404  404  404  404  | in   404  404  404  404  404
conversation_writing    | -    -    -    -    -    -    | in   404  404  404  404  ok
conversation_report     | in   404  404  404  404  ok   | in   404  404  404  404  form
attachment              | in   404  404  404  404  ok   | -    -    -    -    -    -
excerpt_file            | in   404  404  ok   ok   404  | -    -    -    -    -    -
message_detail          | in   404  404  404  404  on   | -    -    -    -    -    -
message_edit            | in   404  404  404  404  ok   | in   404  404  404  404  on
message_remove          | in   404  404  404  404  ok   | in   404  404  404  404  on
message_support         | -    -    -    -    -    -    | in   404  404  404  404  403
request_detail          | in   404  404  404  404  ok   | in   404  404  404  404  on
request_take_back       | -    -    -    -    -    -    | in   on   404  404  404  404
member_write            | in   ok   404  ok   ok   404  | in   form 404  form form 404
from_whom               | in   ok   ok   ok   ok   ok   | in   form form form form form

# Asha is in a call with Ben, in their conversation
call_room               | in   404  404  404  404  ok   | -    -    -    -    -    -
call_join               | -    -    -    -    -    -    | in   404  404  404  404  ok
call_exchange           | -    -    -    -    -    -    | in   404  404  404  404  form
call_here               | -    -    -    -    -    -    | in   404  404  404  404  ok
call_renew              | -    -    -    -    -    -    | in   404  404  404  404  ok
call_media              | -    -    -    -    -    -    | in   404  404  404  404  form
call_leave              | -    -    -    -    -    -    | in   404  404  404  404  ok
call_host               | -    -    -    -    -    -    | in   404  404  404  404  form
operator_calls          | in   403  403  403  ok   403  | -    -    -    -    -    -

# Talking to somebody now: Ben listens to Asha
now                     | in   ok   ok   ok   ok   on   | in   form form form form on
now_leave               | -    -    -    -    -    -    | in   on   on   on   on   on
talk_part               | in   404  404  404  404  on   | -    -    -    -    -    -
talk_pass               | -    -    -    -    -    -    | in   404  404  404  404  on
talk_after              | in   404  404  404  404  ok   | in   404  404  404  404  on
talk_note               | in   404  404  404  404  404  | in   404  404  404  404  404
listening               | in   403  403  ok   ok   403  | -    -    -    -    -    -
listening_next          | -    -    -    -    -    -    | in   403  403  on   on   403
listening_limit         | -    -    -    -    -    -    | in   403  403  form form 403
listening_notes         | in   403  403  403  ok   403  | -    -    -    -    -    -

# Notices: only one's own
notice_list             | in   ok   ok   ok   ok   ok   | -    -    -    -    -    -
notices_read            | -    -    -    -    -    -    | in   on   on   on   on   on
notice_open             | in   404  404  404  404  on   | in   404  404  404  404  on
notice_choices          | in   ok   ok   ok   ok   ok   | in   form form form form form
notice_try              | -    -    -    -    -    -    | in   on   on   on   on   on
mail_works              | -    -    -    -    -    -    | in   on   on   on   on   on
device_allow            | -    -    -    -    -    -    | in   form form form form form
device_take_back        | -    -    -    -    -    -    | in   on   on   on   on   on
notes_stop              | 404  404  404  404  404  404  | 404  404  404  404  404  404
operator_notes          | in   403  403  403  ok   403  | in   403  403  403  on   403

# The installation itself: open to everybody
help_now                | ok   ok   ok   ok   ok   ok   | -    -    -    -    -    -
out                     | 404  404  404  404  404  404  | -    -    -    -    -    -
leaving                 | ok   ok   ok   ok   ok   ok   | -    -    -    -    -    -
shared_devices          | ok   ok   ok   ok   ok   ok   | -    -    -    -    -    -
healthz                 | ok   ok   ok   ok   ok   ok   | ok   ok   ok   ok   ok   ok
offline                 | ok   ok   ok   ok   ok   ok   | -    -    -    -    -    -
manifest                | ok   ok   ok   ok   ok   ok   | -    -    -    -    -    -
service_worker          | ok   ok   ok   ok   ok   ok   | -    -    -    -    -    -
transparency            | ok   ok   ok   ok   ok   ok   | -    -    -    -    -    -
operator_transparency   | in   403  403  403  ok   403  | in   403  403  403  form 403
operator_figures        | -    -    -    -    -    -    | in   403  403  403  on   403
privacy                 | ok   ok   ok   ok   ok   ok   | -    -    -    -    -    -
api_reference           | ok   ok   ok   ok   ok   ok   | -    -    -    -    -    -
api_v1                  | in   ok   ok   ok   ok   ok   | -    -    -    -    -    -
styleguide              | ok   ok   ok   ok   ok   ok   | ok   ok   ok   ok   ok   ok
styleguide_error        | 404  404  404  404  404  404  | 404  404  404  404  404  404
"""

# The same things in a space by request that only Asha was let into.
EXPECTED_BEHIND_A_DOOR = """
report                  | in   404  404  404  404  404  | in   404  404  404  404  404
case_detail             | in   404  404  ok   ok   404  | -    -    -    -    -    -
case_claim              | -    -    -    -    -    -    | in   404  404  on   on   404
case_release            | -    -    -    -    -    -    | in   404  404  on   on   404
case_hand_over          | -    -    -    -    -    -    | in   404  404  form form 404
case_ask                | -    -    -    -    -    -    | in   404  404  form form 404
case_escalate           | -    -    -    -    -    -    | in   404  404  form form 404
case_note               | -    -    -    -    -    -    | in   404  404  form form 404
case_decide             | -    -    -    -    -    -    | in   404  404  form form 404
debrief                 | in   404  404  404  404  404  | in   404  404  404  404  404
case_reverse            | -    -    -    -    -    -    | in   404  404  404  404  404
case_step               | -    -    -    -    -    -    | in   404  404  404  404  404
case_answer             | -    -    -    -    -    -    | in   404  404  form form 404
case_who                | in   on   on   on   on   on   | in   on   on   on   on   on
case_who_answer         | -    -    -    -    -    -    | in   on   on   on   on   on
case_who_show           | -    -    -    -    -    -    | in   on   on   on   on   on
operator_space          | in   403  403  403  ok   403  | in   403  403  403  form 403
picture                 | in   404  404  ok   ok   ok   | -    -    -    -    -    -
post_bookmark           | -    -    -    -    -    -    | in   404  404  404  404  on
post_care               | -    -    -    -    -    -    | in   404  404  404  404  on
post_detail             | in   404  404  404  404  ok   | -    -    -    -    -    -
post_edit               | in   404  404  404  404  ok   | in   404  404  404  404  on
post_fragment           | in   404  404  404  404  on   | -    -    -    -    -    -
post_history            | in   404  404  404  404  ok   | -    -    -    -    -    -
post_pin                | -    -    -    -    -    -    | in   404  404  404  404  on
post_remove             | in   404  404  404  404  ok   | in   404  404  404  404  on
post_support            | -    -    -    -    -    -    | in   404  404  404  404  403
replies                 | in   404  404  404  404  on   | in   404  404  404  404  on
space_ask               | -    -    -    -    -    -    | in   on   on   on   on   on
space_detail            | in   ok   ok   ok   ok   ok   | -    -    -    -    -    -
space_requests          | in   404  404  ok   ok   404  | in   404  404  on   on   404
thread_create           | in   403  403  403  403  ok   | in   403  403  403  403  on
thread_detail           | in   404  404  404  404  ok   | -    -    -    -    -    -
thread_follow           | -    -    -    -    -    -    | in   404  404  404  404  on
thread_lock             | in   404  404  404  404  403  | in   404  404  404  404  403
thread_writing          | in   404  404  404  404  ok   | in   404  404  404  404  ok
room_create             | in   404  404  404  404  404  | in   404  404  404  404  404
room_settings           | in   404  404  404  404  404  | in   404  404  404  404  404
room_pause              | -    -    -    -    -    -    | in   404  404  404  404  404
room_close              | in   404  404  404  404  404  | in   404  404  404  404  404
room_leave              | -    -    -    -    -    -    | in   404  404  404  404  on
"""


def rows(table: str) -> list[str]:
    return [line.strip() for line in table.splitlines() if line.strip() and not line.startswith("#")]


def every_address(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield each named address with its pattern, however deeply it is included."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from every_address(entry, before + str(entry.pattern))
        else:
            yield entry.name or before + str(entry.pattern), entry


ADDRESSES = dict(every_address())
IN_A_SPACE = {"slug", "thread_id", "post_id", "picture_id", "ref", "case_id", "room_id", "place"}


def arguments_of(pattern: URLPattern) -> set[str]:
    return set(pattern.pattern.converters)


BEHIND_A_DOOR = sorted(name for name, pattern in ADDRESSES.items() if arguments_of(pattern) & IN_A_SPACE)


def _shift(now: Any) -> int:
    """Plan a shift for tomorrow and return its number."""
    from safety.models import Shift

    return Shift.objects.create(
        starts_at=now + timedelta(days=1), ends_at=now + timedelta(days=1, hours=2)
    ).pk


# What is nobody's: the same for everybody who asks.
NOBODYS = {
    "number": 1, "status": 404, "reference": "not-a-receipt", "token_id": 1, "rest": "me", "token": "not-a-token",
    "concern": "crisis",
}  # fmt: skip
# What every form is sent, whichever of it it takes.
SENT = {
    "title": "A title", "body": "Some words.", "wants": "listen", "kind": "hear", "name": "Ben", "admit": "yes",
    "undo": "block",
}  # fmt: skip


class World:
    """What Asha has, by the argument that names it in an address; and one browser for each person."""

    def __init__(self, people: dict[str, Any], access: str) -> None:
        from forum.models import Space, SpaceMembership

        self.browsers = {name: self._signed_in(member) for name, member in people.items()}
        self.browsers["stranger"] = SimpleCookie()
        asha, now = people["asha"], timezone.now()
        space = Space.objects.create(slug="grief", name="Grief", purpose="For loss.", access=access)
        SpaceMembership.objects.create(space=space, member=asha, admitted_at=now)
        self._forget()
        reply = self._reply_in(space, asha, now=now)
        self.arguments: dict[str, Any] = NOBODYS | {"slug": space.slug, "shift_id": _shift(now)}
        self.arguments |= self._of(asha) | self._around(reply, now=now)
        self.arguments |= self._reported(reply, by=people["ben"], now=now)
        self.arguments |= self._talking(asha, people["ben"], asker=people["chen"], now=now)
        self.arguments |= self._in_a_support_group(asha, by=people["olu"], guest=people["ben"], now=now)
        self.arguments |= self._calling(asha, self.arguments["conversation_id"], now=now)
        self.arguments |= {"place": f"space-{space.pk}", "room_id": self._room_in(space, now=now)}
        SpaceMembership.objects.create(space=space, member=people["ben"])
        self.sent = SENT | {
            "version": reply.version, "thread": reply.thread_id, "member": people["dana"].pk,
        }  # fmt: skip
        self._forget()

    @staticmethod
    def _reply_in(space: Any, author: Any, *, now: Any) -> Any:
        """Have somebody write a thread and reply to themselves."""
        from forum.actions import post_reply, start_thread

        thread = start_thread(space, author=author, title="Evenings", body="Long.", wants="listen", now=now)
        return post_reply(thread, author=author, body="Still.", now=now)

    @staticmethod
    def _of(member: Any) -> dict[str, Any]:
        """Return what names a member and the browser they are signed in with."""
        from people.models import Device

        device = Device.objects.filter(account=member.account).first()
        return {"name": member.name, "member_id": member.pk, "device_id": device.pk if device else 1}

    def _around(self, reply: Any, *, now: Any) -> dict[str, Any]:
        """Give a reply a picture, a notice about it, and an offer of its thread."""
        from forum.models import Offer, Picture
        from notifications.models import Notice
        from people.models import Topic

        picture = Picture.objects.create(post=reply, description="A window", width=1, height=1)
        notice = Notice.objects.create(
            member=reply.author, kind="forum.reply", subject_id=reply.pk, happened_at=now
        )
        offer = Offer.objects.create(thread=reply.thread, member=reply.author, offered_at=now, expires_at=now)
        return {
            "thread_id": reply.thread_id, "post_id": reply.pk, "picture_id": self._with_file(picture),
            "notice_id": notice.pk, "offer_id": offer.pk, "topic_id": Topic.objects.values_list("pk", flat=True)[0],
        }  # fmt: skip

    @staticmethod
    def _reported(reply: Any, *, by: Any, now: Any) -> dict[str, Any]:
        """Have a reply reported, and once decided on."""
        from forum.moderation import load_posts
        from safety.actions import report
        from safety.models import Decision

        subject = load_posts([reply.pk])[reply.pk]
        case = report(subject, by=by, reason="other", words="", now=now).case
        decision = Decision.objects.create(case=case, member=reply.author, outcome="edit", at=now)
        return {"kind": "forum.post", "ref": str(reply.pk), "case_id": case.pk, "decision_id": decision.pk}

    @staticmethod
    def _in_a_support_group(holder: Any, *, by: Any, guest: Any, now: Any) -> dict[str, Any]:
        """Have somebody hold a group that another opened and left."""
        from circles.actions import (
            appoint_facilitator,
            invite,
            leave_group,
            open_group,
            plan_circles,
            take_place,
        )

        group = open_group(
            by=by, name="Evenings", purpose="For loss.", for_whom="", agreement="Some words.",
            door="request", size=8, time_zone="Europe/Madrid", now=now,
        )  # fmt: skip
        invite(group, member=holder, by=by, now=now)
        take_place(group, member=holder, under_other_name=False, now=now)
        appoint_facilitator(group, member=holder, by=by, now=now)
        leave_group(group.memberships.get(member=by), now=now)
        schedule = plan_circles(
            group, by=holder, rhythm="weekly", first_date=now.date() + timedelta(days=2), at=now.time(), minutes=60,
            seats=8, now=now,
        )  # fmt: skip
        circle = schedule.circles.earliest("day")
        numbers = {"support_group_id": group.pk, "schedule_id": schedule.pk, "circle_id": circle.pk}
        return numbers | World._holding(circle, holder, guest)

    @staticmethod
    def _holding(circle: Any, holder: Any, guest: Any) -> dict[str, Any]:
        """Have the circle be held, by somebody who also left one in distress, with a guest in it."""
        from circles.actions import arrive, invite, open_meeting, sign_up, take_place
        from circles.models import CircleRecord, Worry

        group, now = circle.schedule.group, circle.starts_at
        invite(group, member=guest, by=holder, now=now)
        place = take_place(group, member=guest, under_other_name=False, now=now)
        mine = group.memberships.get(member=holder)
        sign_up(circle, mine=place, now=now)
        meeting = open_meeting(circle, mine=mine, now=now)
        arrive(meeting, mine=mine, now=now)
        CircleRecord.objects.create(circle=circle, attendance=2)
        worry = Worry.objects.create(circle=circle, member=holder, said="heavy", at=now)
        return {"presence_id": arrive(meeting, mine=place, now=now).pk, "worry_id": worry.pk}

    @staticmethod
    def _room_in(space: Any, *, now: Any) -> int:
        from chat.models import Conversation, Kind, Room

        conversation = Conversation.objects.create(kind=Kind.ROOM, started_at=now)
        Room.objects.create(conversation=conversation, place=f"space:{space.pk}", name="Kitchen table")
        return conversation.pk

    @staticmethod
    def _talking(one: Any, other: Any, *, asker: Any, now: Any) -> dict[str, Any]:
        """Have two talk, and a third ask the first whether they would like to."""
        from chat.actions import (
            NewAttachment,
            accept,
            bring_together,
            deliver,
            make_excerpt,
            make_group,
            send_message,
            send_request,
        )
        from chat.models import Attachment, AttachmentKind, ExcerptFile, Request
        from chat.queries import get_standing
        from listening.models import Talk
        from safety.actions import report
        from safety.subjects import find

        asked = send_request(other, by=one, words="Some words.", now=now)
        standing = get_standing(accept(asked, by=other, now=now).pk, viewer=one)
        picture = NewAttachment(AttachmentKind.PICTURE, b"a picture", "A window", 1, 1)
        message = send_message(standing, author=one, body="Some words.", now=now, attachments=[picture])
        theirs = get_standing(standing.conversation.pk, viewer=other)
        excerpt = make_excerpt(theirs, [message.pk], by=other, now=now)
        report(
            find("chat.excerpt", str(excerpt.pk), viewer=other), by=other, reason="other", words="", now=now
        )
        asked = send_request(one, by=asker, words="Some words.", now=now)
        deliver(asked.pk, now=now)
        Request.objects.filter(pk=asked.pk).update(delivered_at=now)
        talk = Talk.objects.create(
            member=one, listener=other, conversation=bring_together(one, other, now=now), began_at=now,
            place_at=now, waits_since=now, seen_at=now,
        )  # fmt: skip
        return {
            "group_id": make_group(name="Some words.", keeper=one, now=now).pk,
            "talk_id": talk.pk,
            "conversation_id": standing.conversation.pk,
            "message_id": message.pk,
            "attachment_id": Attachment.objects.get().pk,
            "file_id": ExcerptFile.objects.get().pk,
            "request_id": asked.pk,
        }

    @staticmethod
    def _calling(member: Any, conversation_id: int, *, now: Any) -> dict[str, Any]:
        """Have somebody be in the call of a conversation."""
        from calls.actions import join
        from calls.venues import find_venue

        venue = find_venue("conversation", conversation_id, viewer=member)
        own_ref = join(venue, member=member, way="listen", now=now).ref
        return {"venue_kind": "conversation", "venue_id": conversation_id, "own_ref": own_ref}

    @staticmethod
    def _forget() -> None:
        cache.clear()
        forget_everything()

    @staticmethod
    def _signed_in(member: Any) -> SimpleCookie:
        client = signed_in_browser(member)
        client.get(reverse("front"))
        return client.cookies

    @staticmethod
    def _with_file(picture: Any) -> Any:
        from django.core.files.base import ContentFile
        from django.core.files.storage import default_storage

        default_storage.save(picture.file_name, ContentFile(b"a picture"))
        return picture.pk

    def ask(self, person: str, method: str, name: str) -> str:
        """Return what this person gets, in the table's words, and leave everything as it was."""
        values = {argument: self.arguments[argument] for argument in arguments_of(ADDRESSES[name])}
        client = Client(raise_request_exception=False)
        client.cookies = SimpleCookie({key: morsel.value for key, morsel in self.browsers[person].items()})
        with transaction.atomic():
            send = client.get if method == "GET" else client.post
            answer = in_words(
                send(reverse(name, kwargs=values), data=self.sent if method == "POST" else None)
            )
            transaction.set_rollback(True)
        if method == "POST":
            self._forget()
        return answer


def in_words(response: HttpResponse) -> str:
    status, place = response.status_code, response.headers.get("Location", "")
    if place.startswith(reverse("sign_in")) and "next=" in place:
        return "in"
    if status in {401, 403}:
        return "in" if status == 401 or b'name="passphrase"' in response.content else str(status)
    known = {400: "form", 422: "form", 404: "404", 405: "-"}
    return known.get(status) or {2: "ok", 3: "on"}.get(status // 100) or str(status)


@pytest.fixture
def people(
    asha: Any, ben: Any, chen: Any, dana: Any, mo: Any, olu: Any, dana_is_blocked: None, with_relay: None
) -> dict[str, Any]:
    return {"asha": asha, "ben": ben, "chen": chen, "dana": dana, "mo": mo, "olu": olu}


def row(world: World, name: str) -> str:
    """Return the row of the table that says what everybody gets at this address now."""
    gets, posts = (
        " ".join(f"{world.ask(person, method, name):<4}" for person in PEOPLE) for method in ("GET", "POST")
    )
    return f"{name:<23} | {gets} | {posts}".strip()


def surprises(world: World, table: str, names: Iterable[str]) -> list[str]:
    """Return the rows that came out otherwise than the table says, new addresses among them."""
    expected = set(rows(table))
    return [found for name in names if (found := row(world, name)) not in expected]


# In parts, which several processes can do beside one another.
@pytest.mark.parametrize("part", range(3))
def test_everybody_gets_what_the_table_says(people: dict[str, Any], part: int) -> None:
    assert surprises(World(people, "members"), EXPECTED, list(ADDRESSES)[part::3]) == []


def test_behind_a_door_only_those_let_in_get_anything(people: dict[str, Any]) -> None:
    assert surprises(World(people, "request"), EXPECTED_BEHIND_A_DOOR, BEHIND_A_DOOR) == []


@pytest.mark.parametrize(
    ("table", "names"), [(EXPECTED, list(ADDRESSES)), (EXPECTED_BEHIND_A_DOOR, BEHIND_A_DOOR)]
)
def test_every_address_has_one_row_and_no_row_is_left_over(table: str, names: list[str]) -> None:
    assert sorted(line.split()[0] for line in rows(table)) == sorted(names)
