import { useRef } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { useTranslation } from 'react-i18next';
import { plainText } from '../../domain/policy/action-text.ts';
import type { ActionDefinition } from '../../domain/policy/definition.ts';
import { replaceTags, type TagSet } from '../../domain/policy/tag.ts';
import { TextField } from '../controls/text-field.tsx';

interface TaggedTextProps {
  readonly definition: ActionDefinition;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly fault: string | undefined;
}

/** What the tags stand for in the preview: nobody real. */
const sample: Readonly<Record<string, string>> = {
  s: 'OATH0001A2B3',
  u: 'a.okafor',
  r: 'office',
  serial: 'OATH0001A2B3',
  realm: 'office',
  givenname: 'Amara',
  surname: 'Okafor',
  otp: '755224',
  username: 'a.okafor',
  userrealm: 'office',
  tokentype: 'hotp',
  recipient_givenname: 'Amara',
  recipient_surname: 'Okafor',
  time: '10:04:00',
  date: '2026-11-21',
  challenge: '',
  admin: '',
  transactionid: '01234567890123456789',
  password: '…',
};

/** A text with tags: each can be put in where the cursor is, and below stands how it reads for somebody. */
export function TaggedText({ definition, label, value, onChange, fault }: TaggedTextProps) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const tags = definition.tags ?? { angle: [], brace: [] };
  const user = isUrl(tags) || definition.scope === 'enrollment' ? 'a.okafor' : 'Amara';
  const put = (tag: string) => {
    const { selectionStart, selectionEnd } = field.current ?? { selectionStart: null, selectionEnd: null };
    const from = selectionStart ?? value.length;
    onChange(value.slice(0, from) + tag + value.slice(selectionEnd ?? from));
    field.current?.focus();
  };
  return (
    <div className="tagged">
      <TextField label={label} value={value} onChange={onChange} fault={fault} inputRef={field} maxLength={2000} />
      <div className="row">
        <MenuTrigger>
          <AriaButton className="button" data-kind="plain" aria-label={t('policy.tag.insertInto', { label })}>
            {t('policy.tag.insert')}
            <span aria-hidden="true">▾</span>
          </AriaButton>
          <Popover className="popover">
            <Menu aria-label={t('policy.tag.insertInto', { label })} onAction={(key) => put(String(key))}>
              {written(tags).map((tag) => (
                <MenuItem key={tag} id={tag} textValue={tag} className="option">
                  <code>{tag}</code>
                  <span className="quiet">{shown(tag, tags, user)}</span>
                </MenuItem>
              ))}
            </Menu>
          </Popover>
        </MenuTrigger>
        {value !== '' && (
          <p className="tag-preview">
            <span className="quiet">{t('policy.tag.reads')}</span> {shown(plainText(value), tags, user)}
          </p>
        )}
      </div>
    </div>
  );
}

function shown(text: string, tags: TagSet, user: string): string {
  return replaceTags(text, tags, { ...sample, user });
}

const isUrl = (tags: TagSet) => tags.brace.length === 0;

/** The tags as they are put in: in braces, where there are any. */
function written(tags: TagSet): readonly string[] {
  return isUrl(tags) ? tags.angle.map((name) => `<${name}>`) : tags.brace.map((name) => `{${name}}`);
}
