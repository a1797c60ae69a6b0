import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { ReactNode } from 'react';

/** Rows of rules; the first cell of each names it. */
export function RuleTable(props: {
  label: string;
  columns: Array<{ title: string; numeric?: boolean }>;
  rows: ReactNode[][];
}) {
  const { columns } = props;
  const align = (index: number) =>
    columns[index].numeric ? ('right' as const) : ('left' as const);
  return (
    <Box sx={{ overflowX: 'auto' }}>
      <Table
        size="small"
        aria-label={props.label}
        sx={{
          '& thead th': { whiteSpace: 'nowrap' },
          '& th, & td': { px: 1, wordBreak: 'normal' },
        }}
      >
        <TableHead>
          <TableRow>
            {columns.map((column, index) => (
              <TableCell key={column.title} align={align(index)}>
                {column.title}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {props.rows.map((cells, row) => (
            <TableRow key={row}>
              {cells.map((cell, index) => (
                <TableCell
                  key={columns[index].title}
                  component={index === 0 ? 'th' : 'td'}
                  scope={index === 0 ? 'row' : undefined}
                  align={align(index)}
                  sx={{ verticalAlign: 'top' }}
                >
                  {cell}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
