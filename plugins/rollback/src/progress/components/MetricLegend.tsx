import Box from '@mui/material/Box';
import { ReactNode } from 'react';
import { missingSpans } from '../../charts/gaps';
import { useChartColors } from '../../charts/useChartColors';
import { MetricPanel } from '../domain/metrics';

/** What the lines and areas of a metric's chart mean. */
export function MetricLegend({ panel }: { panel: MetricPanel }) {
  const colors = useChartColors();
  const { span, times, candidate, baseline } = panel;
  const hasGap = missingSpans(times, [candidate, baseline], span).length > 0;
  return (
    <Box
      aria-hidden
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 1.5,
        fontSize: '0.75rem',
        color: 'text.secondary',
      }}
    >
      <Entry label="candidate">
        <Stroke color={colors.candidate} width={2} />
      </Entry>
      <Entry label="baseline">
        <Stroke color={colors.baseline} width={1.5} dash="6 3" />
      </Entry>
      {panel.trigger !== null && (
        <Entry label="would trigger">
          <Stroke color={colors.trigger} width={1.5} dash="2 3" />
        </Entry>
      )}
      {panel.normal && (
        <Entry label="too small to matter">
          <Swatch background={colors.normal} opacity={0.14} />
        </Entry>
      )}
      {hasGap && (
        <Entry label="no data">
          <Swatch
            background={`repeating-linear-gradient(45deg, ${colors.missing} 0 2px, transparent 2px 5px)`}
            opacity={0.5}
          />
        </Entry>
      )}
    </Box>
  );
}

function Entry(props: { label: string; children: ReactNode }) {
  return (
    <Box
      component="span"
      sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5 }}
    >
      {props.children}
      {props.label}
    </Box>
  );
}

function Stroke(props: { color: string; width: number; dash?: string }) {
  return (
    <svg width="22" height="8">
      <line
        x2="22"
        y1="4"
        y2="4"
        stroke={props.color}
        strokeWidth={props.width}
        strokeDasharray={props.dash}
      />
    </svg>
  );
}

function Swatch(props: { background: string; opacity: number }) {
  return (
    <span
      style={{
        width: 16,
        height: 10,
        background: props.background,
        opacity: props.opacity,
      }}
    />
  );
}
