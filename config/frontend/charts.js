/* The part of ECharts the dashboards use; vendor.py makes static/vendor/echarts-<version>/ of it. */
export { init, getInstanceByDom, use } from "echarts/core";
import { use } from "echarts/core";
import { BarChart, LineChart, HeatmapChart } from "echarts/charts";
import {
  AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent,
  VisualMapPiecewiseComponent,
} from "echarts/components";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer } from "echarts/renderers";

use([
  BarChart, LineChart, HeatmapChart, AriaComponent, GridComponent, LegendComponent,
  MarkLineComponent, TooltipComponent, VisualMapPiecewiseComponent, LabelLayout, CanvasRenderer,
]);
