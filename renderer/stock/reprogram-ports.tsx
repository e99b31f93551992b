import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { LaneView, SpareView } from '../../domain/contract/reprogram.ts';
import { takeAccessCode } from '../ceremony/access-code.ts';
import { Button } from '../controls/button.tsx';
import { failureWords } from '../controls/failure-words.ts';
import { Grouped } from '../controls/grouped.tsx';
import { SecretField } from '../controls/secret-field.tsx';
import { TokenDrawing, type TokenState } from '../controls/token-drawing.tsx';
import { useAction } from '../keydesk.ts';
import { SpareSign } from './reprogram-sign.tsx';

type Port = LaneView['ports'][number];

/** What is plugged in now, each drawn as it stands: the one that wants a touch is seen at once. */
export function ReprogramPorts({ lane }: { readonly lane: LaneView }) {
  const { t } = useTranslation();
  return (
    <section className="lane-ports" aria-label={t('reprogram.port.title')}>
      {lane.ports.map((port) => (
        <OnePort key={port.presence} port={port} spare={lane.spares.find(({ id }) => id === port.spare)} />
      ))}
      {lane.ports.length === 0 && (
        <div className="lane-port">
          <TokenDrawing model="" state="absent" />
          <p className="quiet">{t('reprogram.port.none')}</p>
        </div>
      )}
    </section>
  );
}

const drawn: Readonly<Record<SpareView['stage'], TokenState>> = {
  seen: 'plugged',
  refused: 'refused',
  prepared: 'writing',
  writing: 'writing',
  written: 'touch',
  done: 'proven',
  failed: 'refused',
  quarantined: 'refused',
};

function OnePort({ port, spare }: { readonly port: Port; readonly spare: SpareView | undefined }) {
  const { t } = useTranslation();
  const failure = port.failure ?? spare?.problem ?? null;
  const isLocked = spare?.stage === 'failed' && spare.problem?.code === 'token/access-code';
  const words = failure === null ? undefined : failureWords(t, failure);
  return (
    <div className="lane-port" data-stage={spare?.stage}>
      <TokenDrawing model={port.model} state={spare === undefined ? 'plugged' : drawn[spare.stage]} fraction={0.5} />
      <div className="stack">
        <p className="lane-serial">
          {port.serial === null ? t('reprogram.port.noSerial') : <Grouped>{port.serial}</Grouped>}
        </p>
        {spare !== undefined && port.failure === null && <SpareSign spare={spare} />}
        {failure?.code === 'reprogram/done-already' && failure.context.place !== undefined ? (
          <p>
            <strong>{t('reprogram.port.doneAlready', { place: failure.context.place })}</strong>
          </p>
        ) : (
          words !== undefined && spare?.stage !== 'written' && <p>{words.what}</p>
        )}
        {failure?.code === 'token/unavailable' && words !== undefined && (
          <p>
            {words.todo} <Link href={`/stock/found/${port.serial ?? ''}`}>{t('stock.tab.found')}</Link>
          </p>
        )}
        {spare !== undefined && ['failed', 'quarantined'].includes(spare.stage) && !isLocked && (
          <p className="quiet">{t('reprogram.port.again')}</p>
        )}
        {isLocked && <Unlock spare={spare} />}
      </div>
    </div>
  );
}

/** The slot has an access code: with it the token is written, and keeps it. */
function Unlock({ spare }: { readonly spare: SpareView }) {
  const { t } = useTranslation();
  const again = useAction('reprogram/again');
  const field = useRef<HTMLInputElement>(null);
  const [isFault, setFault] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const accessCode = takeAccessCode(field.current);
    setFault(accessCode === undefined);
    if (accessCode !== undefined) void again.run({ spare: spare.id, accessCode }).finally(() => accessCode.fill(0));
  };
  return (
    <form className="lane-unlock" onSubmit={submit}>
      <SecretField
        label={t('reprogram.port.accessCode')}
        hint={t('reprogram.port.accessCodeHint')}
        fault={isFault ? t('reprogram.port.accessCodeFault') : undefined}
        inputRef={field}
        mono
      />
      <Button type="submit" busy={again.busy}>
        {t('reprogram.port.write')}
      </Button>
    </form>
  );
}
