import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button.tsx';
import { Segments } from '../controls/choices.tsx';
import { Empty } from '../controls/empty.tsx';
import { Problem } from '../controls/problem.tsx';
import { Select } from '../controls/select.tsx';
import { TextField } from '../controls/text-field.tsx';
import { TickBox } from '../controls/tick-box.tsx';
import { ask, useAction } from '../keydesk.ts';

const kinds = {
  hotp6: { type: 'hotp', digits: 6 },
  hotp8: { type: 'hotp', digits: 8 },
  yubikey: { type: 'yubikey', digits: 6 },
} as const;
type Kind = keyof typeof kinds;

/** What a lane is begun with: where the box belongs, and what its tokens will type. */
export function ReprogramStart() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const offices = useQuery({ queryKey: ['reprogram/offices'], queryFn: () => ask('reprogram/offices') }).data;
  const begin = useAction('reprogram/begin');
  const [chosen, setOffice] = useState<string>();
  const [counted, setCounted] = useState('');
  const [kind, setKind] = useState<Kind>('hotp6');
  const [overwrite, setOverwrite] = useState(false);
  const [fault, setFault] = useState<string>();
  if (offices === undefined) return null;
  if (offices.length === 0) {
    return <Empty what={t('reprogram.start.noOffice')} begin={t('reprogram.start.noOfficeBegin')} />;
  }
  const office = chosen ?? offices[0]?.id ?? '';

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const expected = counted.trim() === '' ? null : Number(counted);
    if (expected !== null && !(Number.isInteger(expected) && expected >= 1 && expected <= 1000)) {
      return setFault(t('reprogram.start.expectedFault'));
    }
    const begun = await begin.run({ office, expected, ...kinds[kind], slot: 1, overwrite });
    if (begun !== undefined) client.setQueryData(['reprogram/current'], begun.value);
  };

  return (
    <form className="lane-start column" onSubmit={(event) => void submit(event)}>
      <h2 className="question">{t('reprogram.start.title')}</h2>
      <p className="measure">{t('reprogram.start.lead')}</p>
      {begin.failure !== undefined && <Problem failure={begin.failure} />}
      <Select
        label={t('reprogram.start.office')}
        choices={offices.map(({ id, name }) => ({ value: id, label: name }))}
        value={office}
        onChange={setOffice}
      />
      <TextField
        label={t('reprogram.start.expected')}
        hint={t('reprogram.start.expectedHint')}
        value={counted}
        onChange={(text) => {
          setCounted(text);
          setFault(undefined);
        }}
        fault={fault}
        maxLength={5}
        autoFocus
      />
      <Segments
        label={t('reprogram.start.kind')}
        choices={(Object.keys(kinds) as Kind[]).map((value) => ({ value, label: t(`reprogram.start.${value}`) }))}
        value={kind}
        onChange={setKind}
      />
      <TickBox
        label={t('reprogram.start.overwrite')}
        hint={t('reprogram.start.overwriteHint')}
        isSelected={overwrite}
        onChange={setOverwrite}
      />
      <div className="row actions">
        <Button kind="main" type="submit" keyName="Enter" busy={begin.busy}>
          {t('reprogram.start.begin')}
        </Button>
      </div>
    </form>
  );
}
