import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Skeleton from '@mui/material/Skeleton';
import Tooltip from '@mui/material/Tooltip';
import ShowChart from '@mui/icons-material/ShowChart';
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
        sx={{ display: 'flex', alignItems: 'flex-start', gap: 1, mt: 0.5 }}
      >
        <Box sx={{ flex: 1, pt: 0.5 }}>{!asTable && props.legend}</Box>
        <Tooltip title={asTable ? 'Show chart' : 'Show table'}>
          <IconButton
            size="small"
            aria-controls={id}
            aria-pressed={asTable}
            onClick={() => setAsTable(!asTable)}
          >
            {asTable ? (
              <ShowChart fontSize="small" />
            ) : (
              <TableRows fontSize="small" />
            )}
          </IconButton>
        </Tooltip>
      </Box>
    </Box>
  );
}
