// The parts of ECharts that this client draws with; loaded when the first chart is opened.
import { BarChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { init, use, type EChartsCoreOption, type EChartsType } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([
  BarChart,
  LineChart,
  AriaComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  SVGRenderer,
])

export function draw(box: HTMLElement): EChartsType {
  return init(box, null, { renderer: 'svg' })
}
export type { EChartsCoreOption, EChartsType }
