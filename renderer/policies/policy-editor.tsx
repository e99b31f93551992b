import { type ReactNode, useDeferredValue, useId, useMemo, useState } from 'react';
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
import { Segments } from '../controls/choices.tsx';
import { Page } from '../controls/page.tsx';
import { Problem as Failed } from '../controls/problem.tsx';
import { Sign } from '../controls/sign.tsx';
import { useStepKeys } from '../controls/step-keys.ts';
import { Switch } from '../controls/switch.tsx';
import { TextField } from '../controls/text-field.tsx';
import { TickBox } from '../controls/tick-box.tsx';
import { DangerDialog } from './danger-dialog.tsx';
import { useDraft } from './drafts.ts';
import { EditorActions } from './editor-actions.tsx';
import { EditorChecks } from './editor-checks.tsx';
import { EditorConditions } from './editor-conditions.tsx';
import { EditorWhatIf } from './editor-what-if.tsx';
import { EntriesField } from './entries-field.tsx';
import { policyPlaces } from './policy-links.ts';
import { dangersOf, ownScopes, problemWords, scopeWords } from './policy-words.ts';

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
          <Part title={t('policy.part.what')}>
            <TextField
              label={t('policy.name')}
              value={policy.name}
              onChange={(name) => change({ name })}
              fault={fault('name')}
              maxLength={100}
              autoFocus={row === undefined}
            />
            <Segments
              label={t('policy.scope')}
              choices={[...new Set([...ownScopes, policy.scope])].map((value) => ({
                value,
                label: scopeWords(t, value),
              }))}
              value={policy.scope}
              onChange={(scope) => change({ scope })}
            />
            <p className="quiet">{t(`policy.scopeHint.${policy.scope === 'admin' ? 'admin' : 'other'}`)}</p>
            <TextField
              label={t('policy.description')}
              value={policy.description}
              onChange={(description) => change({ description })}
            />
            <Switch
              label={policy.active ? t('policy.activeOn') : t('policy.activeOff')}
              isSelected={policy.active}
              onChange={(active) => change({ active })}
            />
          </Part>
          <EditorActions policy={policy} change={change} problems={problems} warnings={checked.warnings} />
          <Part title={t('policy.part.whom')}>
            <p className="quiet">{t('policy.emptyIsAll')}</p>
            <EntriesField
              label={t('policy.realm')}
              entries={policy.realm}
              onChange={(realm) => change({ realm })}
              known={places?.realms}
              fault={fault('realm')}
            />
            <EntriesField
              label={t('policy.users')}
              hint={t('policy.usersHint')}
              entries={policy.user}
              onChange={(user) => change({ user })}
              fault={fault('user')}
            />
            <TickBox
              label={t('policy.ignoreCase')}
              isSelected={policy.userCaseInsensitive}
              onChange={(userCaseInsensitive) => change({ userCaseInsensitive })}
            />
            <EntriesField
              label={t('policy.resolvers')}
              entries={policy.resolver}
              onChange={(resolver) => change({ resolver })}
              known={places?.resolvers}
              fault={fault('resolver')}
            />
            <TickBox
              label={t('policy.allResolvers')}
              isSelected={policy.checkAllResolvers}
              onChange={(checkAllResolvers) => change({ checkAllResolvers })}
            />
            {(policy.scope === 'admin' || policy.adminUser.length > 0 || policy.adminRealm.length > 0) && (
              <>
                <EntriesField
                  label={t('policy.adminUsers')}
                  hint={t('policy.usersHint')}
                  entries={policy.adminUser}
                  onChange={(adminUser) => change({ adminUser })}
                  fault={fault('adminuser')}
                />
                <EntriesField
                  label={t('policy.adminRealms')}
                  entries={policy.adminRealm}
                  onChange={(adminRealm) => change({ adminRealm })}
                  fault={fault('adminrealm')}
                />
              </>
            )}
          </Part>
          <Part title={t('policy.part.when')}>
            <EntriesField
              label={t('policy.clients')}
              hint={t('policy.clientsHint')}
              entries={policy.client}
              onChange={(client) => change({ client })}
              fault={fault('client')}
              mono
            />
            <TextField
              label={t('policy.time')}
              hint={t('policy.timeHint')}
              value={policy.time}
              onChange={(time) => change({ time })}
              fault={fault('time')}
              mono
            />
            <EntriesField
              label={t('policy.userAgents')}
              entries={policy.userAgent}
              onChange={(userAgent) => change({ userAgent })}
              fault={fault('user_agents')}
            />
            <EntriesField
              label={t('policy.nodes')}
              entries={policy.node}
              onChange={(node) => change({ node })}
              fault={fault('pinode')}
            />
            <EditorConditions
              conditions={policy.conditions}
              onChange={(conditions) => change({ conditions })}
              fault={fault('conditions')}
            />
          </Part>
          <Part title={t('policy.part.rank')}>
            <PriorityField priority={policy.priority} onChange={(priority) => change({ priority })} />
            <p className="quiet">{t('policy.priorityHint')}</p>
          </Part>
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
  const late = useDeferredValue(policy);
  return useMemo((): { readonly problems: readonly Problem[]; readonly warnings: readonly Problem[] } => {
    const others = saved.filter((other) => other.name !== name);
    return checkPolicy(late, others);
  }, [late, saved, name]);
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section className="policy-part" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

interface PriorityFieldProps {
  readonly priority: number;
  readonly onChange: (priority: number) => void;
}

/** A whole number from 1; what is none yet stays in the field alone. */
function PriorityField({ priority, onChange }: PriorityFieldProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(String(priority));
  const isNumber = /^[1-9]\d{0,8}$/.test(typed);
  return (
    <TextField
      label={t('policy.priority')}
      value={typed}
      onChange={(text) => {
        setTyped(text);
        if (/^[1-9]\d{0,8}$/.test(text)) onChange(Number(text));
      }}
      fault={isNumber ? undefined : t('policy.problem.priority')}
      maxLength={9}
    />
  );
}
