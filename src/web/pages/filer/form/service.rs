//! Who runs the service and how, the Edge server, and whom the party's side federates with.

use maud::{Markup, html};

use super::Sheet;
use crate::agreement::field::label_key;
use crate::agreement::{Deployment, Meetings, Openness, Operator, ServerVersion};
use crate::web::components::{Choice, Options, Select, TextField, radios, select};

pub(super) fn service(sheet: &Sheet<'_>) -> Markup {
    let answers = &sheet.request.draft.service;
    let lang = sheet.lang();
    let [own, supplier] = [Operator::Own, Operator::Supplier].map(|operator| sheet.t(operator.key()));
    let operators = [
        Choice::new(Operator::Own.code(), &own),
        Choice { inner: Some(supplier_fields(sheet)), ..Choice::new(Operator::Supplier.code(), &supplier) },
    ];
    let [server, hybrid, cloud] =
        [Deployment::Server, Deployment::Hybrid, Deployment::Cloud].map(|deployment| sheet.t(deployment.key()));
    let [server_hint, hybrid_hint, cloud_hint] =
        ["filer-deployment-server-hint", "filer-deployment-hybrid-hint", "filer-deployment-cloud-hint"].map(|key| sheet.t(key));
    let deployments = [
        Choice::new(Deployment::Server.code(), &server).hint(&server_hint),
        Choice::new(Deployment::Hybrid.code(), &hybrid).hint(&hybrid_hint),
        Choice::new(Deployment::Cloud.code(), &cloud).hint(&cloud_hint),
    ];
    let versions: Vec<(&str, String)> =
        ServerVersion::ALL.iter().map(|version| (version.code(), sheet.t(version.key()))).collect();
    let choose = sheet.t("filer-choose");
    let versions: Vec<(&str, &str)> =
        std::iter::once(("", choose.as_str())).chain(versions.iter().map(|(code, word)| (*code, word.as_str()))).collect();
    html! {
        (radios(lang, &Options {
            id: "operator", legend: &sheet.t(label_key("operator")), choices: &operators, chosen: &[&answers.operator],
            ..Options::default()
        }, sheet.errors))
        (radios(lang, &Options {
            id: "deployment", legend: &sheet.t(label_key("deployment")), choices: &deployments, chosen: &[&answers.deployment],
            hint: Some(&sheet.t("filer-deployment-hint")), ..Options::default()
        }, sheet.errors))
        (select(lang, &Select {
            id: "server_version", label: &sheet.t(label_key("server_version")), hint: Some(&sheet.t("filer-server-version-hint")),
            choices: &versions, chosen: &answers.server_version,
        }, sheet.errors))
        (sheet.text(&TextField {
            id: "teams_move", label: &sheet.t(label_key("teams_move")), hint: Some(&sheet.t("filer-teams-move-hint")),
            value: &answers.teams_move, optional: true, narrow: true, autocomplete: Some("off"), ..TextField::default()
        }))
    }
}

fn supplier_fields(sheet: &Sheet<'_>) -> Markup {
    let answers = &sheet.request.draft.service;
    html! {
        p.hint { (sheet.t("filer-supplier-hint")) }
        (sheet.text(&TextField {
            id: "supplier_name", label: &sheet.t(label_key("supplier_name")), value: &answers.supplier_name,
            autocomplete: Some("off"), ..TextField::default()
        }))
        (sheet.text(&TextField {
            id: "supplier_contact_name", label: &sheet.t(label_key("supplier_contact_name")), value: &answers.supplier_contact_name,
            autocomplete: Some("off"), ..TextField::default()
        }))
        (sheet.text(&TextField {
            id: "supplier_contact_email", label: &sheet.t(label_key("supplier_contact_email")), value: &answers.supplier_contact_email,
            kind: "email", code: true, autocomplete: Some("off"), ..TextField::default()
        }))
        (sheet.text(&TextField {
            id: "supplier_contact_phone", label: &sheet.t(label_key("supplier_contact_phone")), value: &answers.supplier_contact_phone,
            kind: "tel", autocomplete: Some("off"), hint: Some(&sheet.t("filer-phone-hint")), ..TextField::default()
        }))
    }
}

pub(super) fn edge(sheet: &Sheet<'_>) -> Markup {
    let domain = sheet.request.draft.typed_domains().first().and_then(|typed| crate::federation::SipDomain::parse(typed).ok());
    html! {
        (sheet.text(&TextField {
            id: "edge", label: &sheet.t(label_key("edge")), hint: Some(&sheet.t("filer-edge-hint")),
            value: &sheet.request.draft.edge.edge, code: true, autocomplete: Some("off"), ..TextField::default()
        }))
        @if let Some(domain) = domain {
            p.small.soft { (sheet.t("filer-edge-customary")) " " code translate="no" { (domain.customary_edge()) } }
        }
        details {
            summary { (sheet.t("filer-edge-where")) }
            p { (sheet.t("filer-edge-where-text")) }
        }
    }
}

pub(super) fn openness(sheet: &Sheet<'_>) -> Markup {
    let answers = &sheet.request.draft.openness;
    let lang = sheet.lang();
    let [open, closed] = [Openness::Open, Openness::Closed].map(|openness| sheet.t(openness.key()));
    let [open_hint, closed_hint] = ["filer-openness-open-hint", "filer-openness-closed-hint"].map(|key| sheet.t(key));
    let [create, join, unknown] =
        [Meetings::Create, Meetings::JoinOnly, Meetings::Unknown].map(|meetings| sheet.t(meetings.key()));
    let openness = [
        Choice::new(Openness::Closed.code(), &closed).hint(&closed_hint),
        Choice::new(Openness::Open.code(), &open).hint(&open_hint),
    ];
    let meetings = [
        Choice::new(Meetings::Create.code(), &create),
        Choice::new(Meetings::JoinOnly.code(), &join),
        Choice::new(Meetings::Unknown.code(), &unknown),
    ];
    html! {
        (radios(lang, &Options {
            id: "openness", legend: &sheet.t(label_key("openness")), choices: &openness, chosen: &[&answers.openness],
            ..Options::default()
        }, sheet.errors))
        (radios(lang, &Options {
            id: "meetings", legend: &sheet.t(label_key("meetings")), choices: &meetings, chosen: &[&answers.meetings],
            hint: Some(&sheet.t("filer-meetings-hint")), ..Options::default()
        }, sheet.errors))
    }
}
