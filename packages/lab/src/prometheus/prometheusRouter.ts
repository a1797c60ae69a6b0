import { ErrorRequestHandler, Request, Router, urlencoded } from 'express';
import PromiseRouter from 'express-promise-router';
import { evaluateInstant, evaluateRange } from './evaluate';
import { parseSelector } from './parseSelector';
import { parseDuration, parseTime } from './parseTime';
import { PrometheusError } from './PrometheusError';
import { SeriesSource } from './SeriesSource';

/** Parameters of the query string and of a form, as Prometheus merges them. */
function parameters(req: Request): Record<string, unknown> {
  return { ...req.query, ...req.body };
}

function parseQuery(value: unknown) {
  if (typeof value !== 'string' || !value.trim()) {
    throw new PrometheusError(
      'invalid parameter "query": unknown position: parse error: no expression found in input',
    );
  }
  return parseSelector(value);
}

/**
 * The part of Prometheus' HTTP API that answers plain selectors: `query` and
 * `query_range`, GET and POST, with its answers and its errors.
 */
export function createPrometheusRouter(options: {
  source: SeriesSource;
  now: () => number;
}): Router {
  const { source, now } = options;
  const router = PromiseRouter();
  router.use(urlencoded({ extended: false, limit: '64kb' }));

  for (const method of ['get', 'post'] as const) {
    router[method]('/query_range', async (req, res) => {
      const given = parameters(req);
      const result = evaluateRange(source, {
        start: parseTime('start', given.start),
        end: parseTime('end', given.end),
        step: parseDuration('step', given.step),
        selector: parseQuery(given.query),
      });
      res.json({ status: 'success', data: { resultType: 'matrix', result } });
    });

    router[method]('/query', async (req, res) => {
      const given = parameters(req);
      const time =
        given.time === undefined ? now() : parseTime('time', given.time);
      const result = evaluateInstant(source, parseQuery(given.query), time);
      res.json({ status: 'success', data: { resultType: 'vector', result } });
    });
  }

  const answerErrors: ErrorRequestHandler = (error, _req, res, next) => {
    if (res.headersSent) {
      next(error);
      return;
    }
    const status: number = error.statusCode ?? 500;
    const otherwise = status < 500 ? 'bad_data' : 'internal';
    res.status(status).json({
      status: 'error',
      errorType: error instanceof PrometheusError ? error.errorType : otherwise,
      error: error.message,
    });
  };
  router.use(answerErrors);
  return router;
}
