import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { PolicyRow } from '../../domain/contract/administration/policies.ts';
import { checkPolicy } from '../../domain/policy/check-policy.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { PolicyField, Problem } from '../../domain/policy/problem.ts';
import { May } from '../administration/may.tsx';
import { useAdministrative, useAdministrativeAction } from '../administration/session.ts';
import { announce } from '../controls/announcer.tsx';
import { Button } from '../controls/button.tsx';
import { Page } from '../controls/page.tsx';
import { Problem as Failed } from '../controls/problem.tsx';
import { Sign } from '../controls/sign.tsx';
import { useStepKeys } from '../controls/step-keys.ts';
import { DangerDialog } from './danger-dialog.tsx';
import { useDraft } from './drafts.ts';
import { EditorAbout } from './editor-about.tsx';
import { EditorActions } from './editor-actions.tsx';
import { EditorChecks } from './editor-checks.tsx';
import { EditorPriority } from './editor-priority.tsx';
import { EditorWhatIf } from './editor-what-if.tsx';
import { EditorWhen } from './editor-when.tsx';
import { EditorWhom } from './editor-whom.tsx';
import { policyPlaces } from './policy-links.ts';
import { dangersOf, problemWords } from './policy-words.ts';
import { useRequiringGroups } from './requiring-groups.ts';

interface PolicyEditorProps {
  readonly row: PolicyRow | undefined;
  /** All policies of the server, to be checked against. */
  readonly saved: readonly Policy[];
}

/** More entries than this the window cannot hand to the desk at once. */
const mostParts = 900;

/** What is only missing yet is no fault before somebody tries to save. */
const onlyMissing: readonly string[] = ['name-empty', 'action-empty'];

/** Writes a policy: what it does, for whom, when; checked as one types, tried on a realm before it is saved. */
export function PolicyEditor({ row, saved }: PolicyEditorProps) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const { draft, change, found, isChanged, drop } = useDraft(row);
  const [tried, setTried] = useState(false);
  const [asking, setAsking] = useState(false);
  const save = useAdministrativeAction('policies/save');
  const places = useAdministrative('policies/places').data;
  const { policy } = draft;
  const checked = useChecks(policy, saved, row?.policy.name);
  const problems = tried ? checked.problems : checked.problems.filter(({ code }) => !onlyMissing.includes(code));
  const parts = sizeOf(policy);
  const missing = checked.problems.length > problems.length;
  const dangers = policy.active ? dangersOf(policy) : [];
  const before = row?.policy.active === true ? dangersOf(row.policy) : [];
  const fault = (field: PolicyField) => {
    const one = problems.find((problem) => problem.field === field);
    return one && problemWords(t, one);
  };
  const part = { policy, change, fault };
  const leave = () => navigate(policyPlaces.list);
  const write = async () => {
    setAsking(false);
    if ((await save.run(draft)) === undefined) return;
    announce(t('policy.saved', { name: policy.name }));
    drop();
    leave();
  };
  const trySaving = () => {
    setTried(true);
    if (parts > mostParts) announce(t('policy.check.tooMany', { count: parts, most: mostParts }), 'assertive');
    else if (checked.problems.length > 0)
      announce(t('policy.check.refused', { count: checked.problems.length }), 'assertive');
    else if (dangers.some((action) => !before.includes(action))) setAsking(true);
    else void write();
  };
  useStepKeys(undefined, leave);
  return (
    <Page title={row === undefined ? t('policy.add') : row.policy.name}>
      <div className="policy-editor">
        <form
          className="policy-form"
          onSubmit={(event) => {
            event.preventDefault();
          }}
        >
          {found && isChanged && (
            <div className="removed-notice">
              <span>{t('policy.found')}</span>
              <Button kind="plain" onPress={drop}>
                {t('policy.dropDraft')}
              </Button>
            </div>
          )}
          <EditorAbout {...part} isNew={row === undefined} />
          <EditorActions policy={policy} change={change} problems={problems} warnings={checked.warnings} />
          <EditorWhom {...part} places={places} />
          <EditorWhen {...part} />
          <EditorPriority priority={policy.priority} onChange={(priority) => change({ priority })} />
          {Object.keys(draft.others).length > 0 && (
            <p className="quiet">{t('policy.othersKept', { fields: Object.keys(draft.others).join(', ') })}</p>
          )}
        </form>
        <aside className="policy-side">
          <EditorChecks problems={problems} warnings={checked.warnings} missing={missing} isChanged={isChanged} />
          {parts > mostParts && (
            <Sign meaning="refused">
              <span>{t('policy.check.tooMany', { count: parts, most: mostParts })}</span>
            </Sign>
          )}
          <EditorWhatIf draft={draft} places={places} isReady={checked.problems.length === 0 && parts <= mostParts} />
          {save.failure !== undefined && <Failed failure={save.failure} />}
        </aside>
        <div className="policy-foot">
          <Button keyName="Escape" onPress={leave}>
            {t('policy.back')}
          </Button>
          <May right="policywrite">
            {(control) => (
              <Button kind="main" {...control} busy={save.busy} onPress={trySaving}>
                {t('policy.save')}
              </Button>
            )}
          </May>
        </div>
      </div>
      <DangerDialog
        name={policy.name}
        dangers={dangers}
        isOpen={asking}
        confirm={t('policy.save')}
        onConfirm={() => void write()}
        onClose={() => setAsking(false)}
      />
    </Page>
  );
}

/** How many entries a policy has, in all its lists together. */
function sizeOf(policy: Policy): number {
  const { realm, resolver, user, client, adminRealm, adminUser, node, userAgent } = policy;
  const lists = [realm, resolver, user, client, adminRealm, adminUser, node, userAgent];
  const entries = lists.reduce((sum, list) => sum + list.length, 0);
  return entries + Object.keys(policy.action).length + policy.conditions.length * 7;
}

/** The check of what is written, against all others as they are saved; typing does not wait for it. */
function useChecks(policy: Policy, saved: readonly Policy[], name: string | undefined) {
  const requiringGroups = useRequiringGroups(policy);
  const late = useDeferredValue(policy);
  return useMemo((): { readonly problems: readonly Problem[]; readonly warnings: readonly Problem[] } => {
    const others = saved.filter((other) => other.name !== name);
    return checkPolicy(late, others, { requiringGroups });
  }, [late, saved, name, requiringGroups]);
}
