use super::*;
use crate::deliver::TemplateTask;

fn task(key: &str) -> TemplateTask {
    TemplateTask { key: key.into(), name: key.to_uppercase(), duration_days: 1, ..TemplateTask::default() }
}

fn phase(name: &str, keys: &[&str]) -> TemplatePhase {
    TemplatePhase {
        key: name.to_lowercase(),
        name: name.into(),
        tasks: keys.iter().map(|k| task(k)).collect(),
        only_if: None,
    }
}

fn link(predecessor: &str, successor: &str, lag_days: i32) -> TemplateLink {
    TemplateLink { predecessor: predecessor.into(), successor: successor.into(), kind: LinkKind::FinishStart, lag_days }
}

fn template(phases: Vec<TemplatePhase>, links: Vec<TemplateLink>) -> Template {
    Template { name: "T".into(), phases, links, ..Template::default() }
}

/// A condition that the tests answer by its amount: 1 fits, 0 does not.
fn when(fits: i64) -> Option<OnlyIf> {
    Some(OnlyIf { amount_from: Some(fits), ..OnlyIf::default() })
}

fn make(base: &Template, parts: &[Template]) -> Composed {
    compose(base, parts, &mut |when| Ok(when.amount_from == Some(1))).unwrap()
}

fn keys(made: &Composed) -> Vec<(&str, Vec<&str>)> {
    made.template
        .phases
        .iter()
        .map(|phase| (phase.name.as_str(), phase.tasks.iter().map(|task| task.key.as_str()).collect()))
        .collect()
}

#[test]
fn a_conditional_task_leaves_and_its_neighbours_hold_on_to_each_other() {
    let mut base = template(vec![phase("Work", &["a", "b", "c"])], vec![link("a", "b", 1), link("b", "c", 2)]);
    base.phases[0].tasks[1].only_if = when(0);
    let made = make(&base, &[]);
    assert_eq!(keys(&made), [("Work", vec!["a", "c"])]);
    assert_eq!(made.template.links, [link("a", "c", 3)]);
    assert_eq!(made.left_out[0].name, "B");
    base.phases[0].tasks[1].only_if = when(1);
    assert_eq!(make(&base, &[]).template.links.len(), 2);
}

#[test]
fn a_conditional_phase_goes_whole() {
    let mut base = template(vec![phase("Plan", &["a"]), phase("Kickoff", &["b", "c"])], vec![link("a", "b", 0)]);
    base.phases[1].only_if = when(0);
    let made = make(&base, &[]);
    assert_eq!((keys(&made), made.template.links.len()), (vec![("Plan", vec!["a"])], 0));
    assert_eq!(made.left_out.len(), 1, "the phase is named, not each of its tasks");
}

#[test]
fn parts_join_their_phases_and_double_no_task() {
    let base = template(vec![phase("Plan", &["brief"]), phase("Work", &["build"])], vec![link("brief", "build", 0)]);
    let roof = template(
        vec![phase("plan", &["brief", "measure"]), phase("Roof", &["tiles"])],
        vec![link("brief", "measure", 0)],
    );
    let again = template(
        vec![phase("Roof", &["tiles", "gutter"])],
        vec![link("build", "brief", 0), link("tiles", "gutter", 0)],
    );
    let made = make(&base, &[roof, again]);
    assert_eq!(
        keys(&made),
        [("Plan", vec!["brief", "measure"]), ("Work", vec!["build"]), ("Roof", vec!["tiles", "gutter"])]
    );
    assert_eq!(made.added, [2, 1]);
    let doubled: Vec<&str> = made.left_out.iter().map(|left| left.name.as_str()).collect();
    assert_eq!(doubled, ["BRIEF", "TILES"]);
    assert_eq!(
        made.template.links,
        [link("brief", "build", 0), link("brief", "measure", 0), link("tiles", "gutter", 0)],
        "what would close a circle is left out"
    );
}
