"""Addresses of the crisis lines, of reports and decisions, and of the safety desk."""

from django.urls import path

from safety.views import audit, care, decisions, desk, help_now, protocols, reports, rota, settings

urlpatterns = [
    path("help-now/", help_now.help_now, name="help_now"),
    path("policy/", reports.policy, name="policy"),
    path("complaints/", reports.complaints, name="complaints"),
    path("report/<str:kind>/<str:ref>/", reports.report, name="report"),
    path("account/reports/", reports.own_reports, name="own_reports"),
    path("account/decisions/", decisions.decision_list, name="decision_list"),
    path("account/decisions/<int:decision_id>/", decisions.decision_detail, name="decision_detail"),
    path("account/looks/", audit.looks, name="looks"),
    path("desk/", desk.desk, name="desk"),
    path("desk/<int:case_id>/", desk.case_detail, name="case_detail"),
    path("desk/<int:case_id>/claim/", desk.case_claim, name="case_claim"),
    path("desk/<int:case_id>/release/", desk.case_release, name="case_release"),
    path("desk/<int:case_id>/hand-over/", desk.case_hand_over, name="case_hand_over"),
    path("desk/<int:case_id>/ask/", desk.case_ask, name="case_ask"),
    path("desk/<int:case_id>/escalate/", desk.case_escalate, name="case_escalate"),
    path("desk/<int:case_id>/note/", desk.case_note, name="case_note"),
    path("desk/<int:case_id>/decide/", desk.case_decide, name="case_decide"),
    path("desk/<int:case_id>/reverse/", desk.case_reverse, name="case_reverse"),
    path("rota/", rota.rota, name="rota"),
    path("rota/shifts/<int:shift_id>/", rota.shift_change, name="shift_change"),
    path("rota/limits/", care.own_limits, name="own_limits"),
    path("rota/buddy/", care.buddy, name="buddy"),
    path("rota/debriefs/", care.debrief_list, name="debrief_list"),
    path("desk/<int:case_id>/debrief/", care.debrief, name="debrief"),
    path("rota/duty/", rota.duty, name="duty"),
    path("rota/duty/end/", rota.duty_end, name="duty_end"),
    path("operator/rota/", rota.operator_rota, name="operator_rota"),
    path("operator/rota/settings/", rota.operator_rota_settings, name="operator_rota_settings"),
    path("operator/rota/<int:shift_id>/drop/", rota.shift_drop, name="shift_drop"),
    path("operator/desk/", settings.operator_desk, name="operator_desk"),
    path("desk/<int:case_id>/step/", protocols.case_step, name="case_step"),
    path("desk/<int:case_id>/answer/", protocols.case_answer, name="case_answer"),
    path("operator/desk/lead/", settings.operator_lead, name="operator_lead"),
    path("operator/protocols/", protocols.protocol_list, name="protocol_list"),
    path("operator/protocols/<str:concern>/", protocols.protocol_detail, name="protocol_detail"),
    path("operator/audit/", audit.operator_audit, name="operator_audit"),
]
