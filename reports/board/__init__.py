"""What the dashboards (看板) show, as plain values: shapes, windows, rates, small counts."""
