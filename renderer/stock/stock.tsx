import { Redirect, Route, Switch } from 'wouter';
import { Reprogram } from './reprogram.tsx';
import { StockPage } from './stock-page.tsx';

/** Where the tokens are: the shelf, what comes in, what is counted, what is on its way, and whose a found one is. */
export function Stock() {
  return (
    <Switch>
      <Route path="/stock">
        <StockPage>{null}</StockPage>
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
