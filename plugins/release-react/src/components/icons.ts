import {
  DecisionState,
  RiskBand,
  RolloutState,
  VerdictCause,
  VerdictName,
} from '@adaptive-delivery/plugin-release-common';
import AcUnit from '@mui/icons-material/AcUnit';
import ArrowForward from '@mui/icons-material/ArrowForward';
import Block from '@mui/icons-material/Block';
import Cancel from '@mui/icons-material/Cancel';
import CheckCircle from '@mui/icons-material/CheckCircle';
import CheckCircleOutline from '@mui/icons-material/CheckCircleOutline';
import CloudOff from '@mui/icons-material/CloudOff';
import Dangerous from '@mui/icons-material/Dangerous';
import GppMaybe from '@mui/icons-material/GppMaybe';
import HelpOutline from '@mui/icons-material/HelpOutline';
import HourglassEmpty from '@mui/icons-material/HourglassEmpty';
import HowToReg from '@mui/icons-material/HowToReg';
import Layers from '@mui/icons-material/Layers';
import PauseCircle from '@mui/icons-material/PauseCircle';
import Redo from '@mui/icons-material/Redo';
import Schedule from '@mui/icons-material/Schedule';
import SensorsOff from '@mui/icons-material/SensorsOff';
import SignalCellularAlt from '@mui/icons-material/SignalCellularAlt';
import SignalCellularAlt1Bar from '@mui/icons-material/SignalCellularAlt1Bar';
import SignalCellularAlt2Bar from '@mui/icons-material/SignalCellularAlt2Bar';
import SlowMotionVideo from '@mui/icons-material/SlowMotionVideo';
import Sync from '@mui/icons-material/Sync';
import TimerOff from '@mui/icons-material/TimerOff';
import TrendingDown from '@mui/icons-material/TrendingDown';
import Undo from '@mui/icons-material/Undo';
import VisibilityOutlined from '@mui/icons-material/VisibilityOutlined';
import { SvgIconProps } from '@mui/material/SvgIcon';
import { ComponentType } from 'react';

type Icon = ComponentType<SvgIconProps>;

export const decisionIcons: Record<DecisionState, Icon> = {
  decided: VisibilityOutlined,
  blocked: Block,
  awaitingApproval: HowToReg,
  queued: Schedule,
  releasing: Sync,
  promoted: CheckCircle,
  rolledBack: Undo,
  rejected: Cancel,
  expired: TimerOff,
  frozen: AcUnit,
  superseded: Layers,
};

export const rolloutIcons: Record<RolloutState, Icon> = {
  pending: Schedule,
  applying: Redo,
  baking: HourglassEmpty,
  judging: Sync,
  promoting: ArrowForward,
  paused: PauseCircle,
  rollingBack: Undo,
  promoted: CheckCircle,
  rolledBack: Undo,
  rollbackFailed: Dangerous,
  frozen: AcUnit,
  refused: Block,
};

export const verdictIcons: Record<VerdictName, Icon> = {
  promote: ArrowForward,
  slow: SlowMotionVideo,
  rollback: Undo,
};

export const causeIcons: Record<VerdictCause, Icon> = {
  healthy: CheckCircleOutline,
  degraded: TrendingDown,
  inconclusive: HelpOutline,
  insufficientSamples: HourglassEmpty,
  noData: SensorsOff,
  sourceUnavailable: CloudOff,
};

export const bandIcons: Record<RiskBand, Icon> = {
  low: SignalCellularAlt1Bar,
  medium: SignalCellularAlt2Bar,
  high: SignalCellularAlt,
  critical: GppMaybe,
};
