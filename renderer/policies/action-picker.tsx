import { useState } from 'react';
import { Header } from 'react-aria-components/Header';
import { ListBox, ListBoxItem, ListBoxSection } from 'react-aria-components/ListBox';
import { useTranslation } from 'react-i18next';
import { canonicalAction, otherNames } from '../../domain/policy/alias.ts';
import type { ActionDefinition, ActionGroup } from '../../domain/policy/definition.ts';
import { definitions } from '../../domain/policy/definitions.ts';
import type { Scope } from '../../domain/policy/policy.ts';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { SearchField } from '../controls/search-field.tsx';
import { Sign } from '../controls/sign.tsx';
import { actionWords } from './policy-words.ts';

interface ActionPickerProps {
  readonly scope: Scope;
  /** What the policy does already. */
  readonly taken: readonly string[];
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onPick: (name: string) => void;
}

/** Every action of a scope by group, found by either name or by what it does; others may be named as written. */
export function ActionPicker({ isOpen, onClose, ...rest }: ActionPickerProps) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('policy.pick.title')} isOpen={isOpen} onClose={onClose}>
      <Choosing {...rest} onClose={onClose} />
    </Dialog>
  );
}

function Choosing({ scope, taken, onPick, onClose }: Omit<ActionPickerProps, 'isOpen'>) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const wanted = query.trim().toLowerCase();
  const used = new Set(taken.map(canonicalAction));
  const found = definitions.filter(
    (definition) =>
      definition.scope === scope &&
      !used.has(definition.name) &&
      [definition.name, ...otherNames(definition.name), actionWords(t, definition)].some((text) =>
        text.toLowerCase().includes(wanted),
      ),
  );
  const groups = [...new Set(found.map(({ group }) => group))];
  const asWritten = query.trim();
  const known = definitions.some(({ name }) => name === canonicalAction(asWritten));
  return (
    <>
      <SearchField
        label={t('policy.pick.search')}
        value={query}
        onChange={setQuery}
        autoFocus
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          event.currentTarget.closest('[role=dialog]')?.querySelector<HTMLElement>('[role=option]')?.focus();
        }}
      />
      <ListBox
        aria-label={t('policy.pick.title')}
        className="picker"
        onAction={(key) => onPick(String(key))}
        renderEmptyState={() => <p className="quiet">{t('policy.pick.none')}</p>}
      >
        {groups.map((group) => (
          <ListBoxSection key={group} className="picker-group">
            <Header className="legend">{t(`policy.group.${group satisfies ActionGroup}`)}</Header>
            {found
              .filter((definition) => definition.group === group)
              .map((definition) => (
                <Offered key={definition.name} definition={definition} />
              ))}
          </ListBoxSection>
        ))}
      </ListBox>
      <div className="dialog-foot">
        {asWritten !== '' && !known && (
          <Button kind="plain" onPress={() => onPick(asWritten)}>
            {t('policy.pick.asWritten', { name: asWritten })}
          </Button>
        )}
        <Button keyName="Escape" onPress={onClose}>
          {t('policy.danger.back')}
        </Button>
      </div>
    </>
  );
}

function Offered({ definition }: { readonly definition: ActionDefinition }) {
  const { t } = useTranslation();
  const { name, dangerous } = definition;
  const others = otherNames(name);
  return (
    <ListBoxItem id={name} textValue={name} className="option picker-option">
      <span className="row">
        <code>{name}</code>
        {others.length > 0 && (
          <span className="quiet small">{t('policy.alsoWritten', { names: others.join(', ') })}</span>
        )}
        {dangerous && <Sign meaning="refused">{t('policy.dangerousShort')}</Sign>}
      </span>
      <span className="quiet">{actionWords(t, definition)}</span>
    </ListBoxItem>
  );
}
