import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import BarChart from '@mui/icons-material/ShowChart';
import TableRows from '@mui/icons-material/TableRows';
import { ReactNode, Suspense, useId, useState } from 'react';

/**
 * A chart with its table a click away, for whoever cannot or would not read
 * the drawing.
 */
export function ChartFrame(props: {
  /** What the drawing shows, in a sentence. */
  label: string;
  height: number;
  chart: ReactNode;
  table: ReactNode;
  legend?: ReactNode;
}) {
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  return (
    <Box component="figure" sx={{ m: 0 }}>
      <Box id={id}>
        {asTable ? (
          <Box
            sx={{ overflow: 'auto', maxHeight: Math.max(props.height, 240) }}
            tabIndex={0}
            role="region"
            aria-label={props.label}
          >
            {props.table}
          </Box>
        ) : (
          <Box
            role="img"
            aria-label={props.label}
            sx={{ height: props.height }}
          >
            <Suspense
              fallback={<Skeleton variant="rounded" height={props.height} />}
            >
              {props.chart}
            </Suspense>
          </Box>
        )}
      </Box>
      <Box
        component="figcaption"
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          gap: 2,
          mt: 0.5,
        }}
      >
        {!asTable && props.legend}
        <Button
          size="small"
          aria-controls={id}
          aria-pressed={asTable}
          startIcon={asTable ? <BarChart /> : <TableRows />}
          onClick={() => setAsTable(!asTable)}
          sx={{ ml: 'auto' }}
        >
          {asTable ? 'Show chart' : 'Show table'}
        </Button>
      </Box>
    </Box>
  );
}
