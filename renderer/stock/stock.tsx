import { useTranslation } from 'react-i18next';
import { Redirect, Route, Switch } from 'wouter';
import { Empty } from '../controls/empty.tsx';
import { useAppState } from '../queries.ts';
import { Reprogram } from './reprogram.tsx';
import './stock.css';
import { StockBegin } from './stock-begin.tsx';
import { StockDraft } from './stock-draft.tsx';
import { StockFile } from './stock-file.tsx';
import { StockFound } from './stock-found.tsx';
import { StockPage } from './stock-page.tsx';
import { StockShelf } from './stock-shelf.tsx';
import { StockShipment } from './stock-shipment.tsx';
import { StockShipments } from './stock-shipments.tsx';

/** Where the tokens are: the shelf, what comes in, what is counted, what is on its way, and whose a found one is. */
export function Stock() {
  return useAppState().data?.station?.kind === 'privacyidea' ? <FoundAlone /> : <Shelves />;
}

/** Shelves are Keydesk's own server's: elsewhere only a found token is looked up. */
function FoundAlone() {
  const { t } = useTranslation();
  return (
    <Switch>
      <Route path="/stock/found/:serial?">
        {({ serial }) => (
          <StockPage isFoundAlone>
            <StockFound serial={serial ?? ''} />
          </StockPage>
        )}
      </Route>
      <Route>
        <StockPage isFoundAlone>
          <Empty what={t('stock.may.no server.what')} begin={t('acts.elsewhere.only')} />
        </StockPage>
      </Route>
    </Switch>
  );
}

function Shelves() {
  return (
    <Switch>
      <Route path="/stock">
        <StockShelf />
      </Route>
      <Route path="/stock/receive">
        <StockPage>
          <StockBegin kind="receive" />
        </StockPage>
      </Route>
      <Route path="/stock/receive/file">
        <StockPage>
          <StockFile />
        </StockPage>
      </Route>
      <Route path="/stock/count">
        <StockPage>
          <StockBegin kind="count" />
        </StockPage>
      </Route>
      <Route path="/stock/draft/:id">{({ id }) => <StockDraft key={id} id={id} />}</Route>
      <Route path="/stock/shipments">
        <StockPage>
          <StockShipments />
        </StockPage>
      </Route>
      <Route path="/stock/shipment/:id">
        {({ id }) => (
          <StockPage part="/stock/shipments">
            <StockShipment id={id} />
          </StockPage>
        )}
      </Route>
      <Route path="/stock/found/:serial?">
        {({ serial }) => (
          <StockPage>
            <StockFound serial={serial ?? ''} />
          </StockPage>
        )}
      </Route>
      <Route path="/stock/reprogram">
        <StockPage>
          <Reprogram />
        </StockPage>
      </Route>
      <Route>
        <Redirect to="/stock" />
      </Route>
    </Switch>
  );
}
