import { useTranslation } from 'react-i18next';
import { canonicalAction, otherNames } from '../../domain/policy/alias.ts';
import { definitionOf } from '../../domain/policy/definitions.ts';
import type { ActionValue, Scope } from '../../domain/policy/policy.ts';
import type { Problem } from '../../domain/policy/problem.ts';
import { Button } from '../controls/button.tsx';
import { Fault } from '../controls/fault.tsx';
import { Sign } from '../controls/sign.tsx';
import { TextField } from '../controls/text-field.tsx';
import { actionWords, problemWords } from './policy-words.ts';
import { ValueEditor } from './value-editor.tsx';

interface EditorActionProps {
  readonly scope: Scope;
  /** As it is written, perhaps by its older name. */
  readonly name: string;
  readonly value: ActionValue;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  readonly onChange: (value: ActionValue) => void;
  readonly onRename: (name: string) => void;
  readonly onRemove: () => void;
}

/** One action of a policy: both its names, what it does, its value, and what is to be known about it. */
export function EditorAction(props: EditorActionProps) {
  const { scope, name, value, problems, warnings, onChange, onRename, onRemove } = props;
  const { t } = useTranslation();
  const definition = definitionOf(scope, name);
  const spellings = [canonicalAction(name), ...otherNames(canonicalAction(name))].filter((one) => one !== name);
  return (
    <fieldset className="policy-action" data-dangerous={definition?.dangerous}>
      <legend className="unseen">{name}</legend>
      <div className="action-head">
        <code className="action-name">{name}</code>
        {definition !== undefined &&
          spellings.map((other) => (
            <Button key={other} kind="plain" onPress={() => onRename(other)}>
              {t('policy.writeAs', { name: other })}
            </Button>
          ))}
        <Button kind="plain" aria-label={t('policy.removeAction', { name })} onPress={onRemove}>
          {t('policy.entry.take')}
        </Button>
      </div>
      <p className="quiet">{definition ? actionWords(t, definition) : t('policy.unknownAction')}</p>
      {definition === undefined ? (
        value !== true && (
          <TextField
            label={t('policy.value.of', { name })}
            value={value}
            onChange={onChange}
            fault={problems[0] && problemWords(t, problems[0])}
            mono
          />
        )
      ) : (
        <ValueEditor
          definition={definition}
          written={name}
          value={value}
          onChange={onChange}
          fault={problems[0] && problemWords(t, problems[0])}
        />
      )}
      {problems.slice(definition === undefined && value === true ? 0 : 1).map((one) => (
        <Fault key={one.code}>{problemWords(t, one)}</Fault>
      ))}
      {warnings.map((one) => (
        <Sign key={one.code} meaning={one.code === 'dangerous' ? 'refused' : 'waiting'}>
          <span>{problemWords(t, one)}</span>
        </Sign>
      ))}
    </fieldset>
  );
}
