import { MetricFinding } from '@adaptive-delivery/plugin-release-common';
import { CauseIcon, Snippet } from '@adaptive-delivery/plugin-release-react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useId, useState } from 'react';

/** The queries as they were sent and what each detector said, behind a click. */
export function MetricDetails({ metric }: { metric: MetricFinding }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <Box sx={{ mt: 0.5 }}>
      <Button
        size="small"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {open ? 'Hide query' : 'Query and detectors'}
      </Button>
      <Box id={id} hidden={!open}>
        <Typography variant="caption" color="text.secondary">
          Candidate
        </Typography>
        <Snippet text={metric.query.candidate} />
        <Typography variant="caption" color="text.secondary">
          Baseline
        </Typography>
        <Snippet text={metric.query.baseline} />
        {metric.detectors.map(finding => (
          <Typography
            key={finding.detector}
            variant="body2"
            component="p"
            sx={{ mt: 1 }}
          >
            <CauseIcon cause={finding.finding} /> {finding.detector}:{' '}
            {finding.words}
            {finding.pValue === null
              ? ''
              : ` (p = ${finding.pValue.toPrecision(2)})`}
          </Typography>
        ))}
      </Box>
    </Box>
  );
}
