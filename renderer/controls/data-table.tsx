import { type Key, type ReactNode, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { Cell, Column, Row, Table, TableBody, TableHeader, TableLoadMoreItem } from 'react-aria-components/Table';
import { useTranslation } from 'react-i18next';
import { Shape } from './sign.tsx';

interface DataColumn<T> {
  readonly id: string;
  readonly name: string;
  readonly cell: (row: T) => ReactNode;
  /** The column that names the row to a screen reader; it cannot be hidden. */
  readonly heads?: boolean;
  readonly hidden?: boolean;
  /** Comes and goes with what there is to tell, and is not for choosing. */
  readonly passing?: boolean;
}

interface DataTableProps<T> {
  readonly label: string;
  readonly columns: readonly DataColumn<T>[];
  readonly rows: readonly T[];
  readonly rowId: (row: T) => string;
  readonly onOpen?: (row: T) => void;
  /** The row whose detail is beside the list; only for lists that have one. */
  readonly chosen?: string | undefined;
  readonly empty: ReactNode;
  readonly total?: number;
  /** What stands above the list instead, where nobody counted all of it. */
  readonly count?: string | undefined;
  /** Set while there are more rows than shown. */
  readonly onMore?: (() => void) | undefined;
  readonly loading?: boolean;
}

/** A dense list: arrows move, Enter opens, the head stays, the columns can be chosen. */
export function DataTable<T extends object>(props: DataTableProps<T>) {
  const { label, columns, rowId, onOpen, chosen, empty, onMore, loading = false, total } = props;
  // The grid never comes to an end over two rows of one name.
  const rows = [...new Map(props.rows.map((row) => [rowId(row), row])).values()];
  const { t } = useTranslation();
  const [shown, setShown] = useState(
    () => new Set(columns.filter((column) => !column.hidden).map((column) => column.id)),
  );
  const visible = columns.filter((column) => column.heads || column.passing || shown.has(column.id));
  const open = (key: Key | undefined) => {
    const row = rows.find((candidate) => rowId(candidate) === key);
    if (row !== undefined) onOpen?.(row);
  };
  if (rows.length === 0 && !loading) {
    return (
      <div className="data-table">
        <span className="unseen" role="status">
          {t('table.count', { count: 0 })}
        </span>
        {empty}
      </div>
    );
  }
  return (
    <div className="data-table">
      <div className="row table-tools">
        <span className="quiet small" role="status">
          {(rows.length > 0 || !loading) && (props.count ?? t('table.count', { count: total ?? rows.length }))}
        </span>
        <MenuTrigger>
          <AriaButton className="button" data-kind="plain">
            {t('table.columns')}
          </AriaButton>
          <Popover className="popover">
            <Menu
              aria-label={t('table.columns')}
              selectionMode="multiple"
              selectedKeys={shown}
              onSelectionChange={(keys) =>
                setShown(keys === 'all' ? new Set(columns.map((column) => column.id)) : new Set([...keys].map(String)))
              }
            >
              {columns
                .filter((column) => !column.heads && !column.passing)
                .map((column) => (
                  <MenuItem key={column.id} id={column.id} textValue={column.name} className="option">
                    <span className="tick">{shown.has(column.id) && <Shape meaning="proven" />}</span>
                    {column.name}
                  </MenuItem>
                ))}
            </Menu>
          </Popover>
        </MenuTrigger>
      </div>
      <div className="table-frame">
        <Table
          aria-label={label}
          className="table"
          {...('chosen' in props
            ? {
                selectionMode: 'single' as const,
                selectedKeys: chosen === undefined ? [] : [chosen],
                disallowEmptySelection: true,
                onSelectionChange: (keys: 'all' | Set<Key>) => keys !== 'all' && open([...keys][0]),
              }
            : onOpen !== undefined && { onRowAction: open })}
        >
          <TableHeader columns={visible}>
            {(column) => (
              <Column id={column.id} isRowHeader={column.heads === true}>
                {column.name}
              </Column>
            )}
          </TableHeader>
          <TableBody renderEmptyState={() => <p className="waiting-screen quiet">{t('loading')}</p>}>
            {rows.map((row) => (
              <Row key={rowId(row)} id={rowId(row)} columns={visible} dependencies={[row, visible]}>
                {(column) => <Cell>{(column as DataColumn<T>).cell(row)}</Cell>}
              </Row>
            ))}
            {onMore !== undefined && (
              <TableLoadMoreItem onLoadMore={onMore} isLoading={loading}>
                {t('loading')}
              </TableLoadMoreItem>
            )}
          </TableBody>
        </Table>
      </div>
    </div>
  );
}
