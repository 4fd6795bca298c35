package main

import (
	"jieli/api"
	"jieli/fault"
)

// baseMapFlags name a map service to draw below the layers of the map; without one there are outlines only.
type baseMapFlags struct {
	BaseMap       string `help:"底图服务地址，含 {z} {x} {y} / Map service below the layers, with {z}, {x}, {y}." env:"JIELI_BASE_MAP"`
	BaseMapDatum  string `help:"底图坐标 / Coordinates of it." enum:"wgs84,gcj02" default:"wgs84" env:"JIELI_BASE_MAP_DATUM"`
	BaseMapCredit string `help:"底图的版权说明，显示在图上 / Credit of it, said on the map." env:"JIELI_BASE_MAP_CREDIT"`
}

var baseMapWrong = fault.Define("base_map_wrong",
	"底图服务地址不对（{why}），应如 https://…/{z}/{x}/{y}.png。",
	"The address of the base map is wrong ({why}); write it as https://…/{z}/{x}/{y}.png.")

func (f *baseMapFlags) check() error {
	if f.BaseMap == "" {
		return nil
	}
	if err := api.CheckBaseMap(f.BaseMap); err != nil {
		return baseMapWrong.Error(fault.Invalid, "why", err.Error())
	}
	return nil
}

func (f *baseMapFlags) baseMap() *api.BaseMap {
	if f.BaseMap == "" {
		return nil
	}
	return &api.BaseMap{URL: f.BaseMap, GCJ: f.BaseMapDatum == "gcj02", Credit: f.BaseMapCredit}
}
