import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { canonicalAction } from '../../domain/policy/alias.ts';
import { definitionOf } from '../../domain/policy/definitions.ts';
import type { Actions, ActionValue, Policy } from '../../domain/policy/policy.ts';
import type { Problem } from '../../domain/policy/problem.ts';
import { Button } from '../controls/button.tsx';
import { Fault } from '../controls/fault.tsx';
import { ActionPicker } from './action-picker.tsx';
import { EditorAction } from './editor-action.tsx';
import { problemWords } from './policy-words.ts';

interface EditorActionsProps {
  readonly policy: Policy;
  readonly change: (changes: Partial<Policy>) => void;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** What the policy does: its actions one below the other, and the list of those there are. */
export function EditorActions({ policy, change, problems, warnings }: EditorActionsProps) {
  const { t } = useTranslation();
  const [picking, setPicking] = useState(false);
  const { scope, action } = policy;
  const put = (name: string, value: ActionValue) => change({ action: { ...action, [name]: value } });
  const ours = problems.filter(({ field }) => field === 'action');
  const about = (found: readonly Problem[], name: string) =>
    found.filter(({ context }) => [name, canonicalAction(name)].includes(String(context.action ?? context.name)));
  const general = ours.filter((one) => !Object.keys(action).some((name) => about([one], name).length > 0));
  return (
    <section className="policy-part" aria-labelledby="policy-actions">
      <h2 id="policy-actions">{t('policy.part.actions')}</h2>
      {general.map((one) => (
        <Fault key={one.code}>{problemWords(t, one)}</Fault>
      ))}
      {Object.entries(action).map(([name, value]) => (
        <EditorAction
          key={name}
          scope={scope}
          name={name}
          value={value}
          problems={about(ours, name)}
          warnings={about(warnings, name)}
          onChange={(next) => put(name, next)}
          onRename={(next) => change({ action: renamed(action, name, next) })}
          onRemove={() => change({ action: without(action, name) })}
        />
      ))}
      <div>
        <Button onPress={() => setPicking(true)}>{t('policy.pick.open')}</Button>
      </div>
      <ActionPicker
        scope={scope}
        taken={Object.keys(action)}
        isOpen={picking}
        onClose={() => setPicking(false)}
        onPick={(name) => {
          setPicking(false);
          put(name, firstValue(scope, name));
        }}
      />
    </section>
  );
}

/** What a newly picked action says: on for what is on or off, the first of a few values, else empty. */
function firstValue(scope: Policy['scope'], name: string): ActionValue {
  const definition = definitionOf(scope, name);
  if (definition === undefined || definition.reading === 'flag') return true;
  return definition.reading === 'choice' ? (definition.values?.[0] ?? '') : '';
}

function without(actions: Actions, gone: string): Actions {
  return Object.fromEntries(Object.entries(actions).filter(([name]) => name !== gone));
}

function renamed(actions: Actions, from: string, to: string): Actions {
  return Object.fromEntries(Object.entries(actions).map(([name, value]) => [name === from ? to : name, value]));
}
