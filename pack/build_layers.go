package pack

import (
	"jieli/catalog"
)

// Limits of layers.
const (
	minSnap, maxSnap = 50, 5000 // metres: below a house is told, above a village
	maxZoom          = 18       // zoom of web maps at which one sees a house
)

func (b *builder) buildLayers() {
	layers := b.newNames("layer", codeUnknownLayer)
	for _, d := range b.docs.layers {
		if !layers.declare(d.Layer) {
			continue
		}
		b.checkName(d.Layer, namePattern)
		l := &catalog.Layer{Name: d.Layer.text, Label: d.Label.text, Folder: d.folder, Register: b.register(d.Subject),
			MinZoom: int(d.MinZoom)}
		if l.MinZoom > maxZoom {
			b.report(d.keyPos("minzoom"), codeLayerZoom, "max", maxZoom)
		}
		if l.Register == nil {
			continue
		}
		l.Geometry = b.layerField(l, d.Geometry, "point", "line", "polygon")
		l.Color = b.layerField(l, d.Color, "choice", "yes_no")
		l.From, l.Until = b.layerField(l, d.From, "date"), b.layerField(l, d.Until, "date")
		for _, w := range d.Shows {
			if f := b.layerField(l, w); f != nil {
				l.Shows = append(l.Shows, f)
			}
		}
		b.layerPrivacy(l, d)
		b.later(func() {
			l.Where = b.compile(d.Where, b.recordEnv(l.Register), kindBool)
			b.requireSQL(d.Where, l.Where, codeLayerNoSQL)
		})
		if l.Geometry != nil {
			l.Geometry.Drawn = true
		}
		if l.Geometry != nil || d.Geometry.text == "" {
			b.cat.Layers = append(b.cat.Layers, l)
		}
	}
}

// layerField finds a field of the layer's register that is of one of the types; nil when there is none or it is sensitive.
func (b *builder) layerField(l *catalog.Layer, w word, types ...string) *catalog.Field {
	if w.text == "" {
		return nil
	}
	f := b.field(l.Register, w)
	switch {
	case f == nil:
	case f.Privacy == catalog.Sensitive:
		b.report(w.pos, codeLayerSensitive, "name", f.Name)
	case len(types) == 0 || b.isOneOf(w, f, types):
		return f
	}
	return nil
}

// isOneOf reports a field that is of none of the types.
func (b *builder) isOneOf(w word, f *catalog.Field, types []string) bool {
	want := ""
	for _, t := range types {
		if f.Type != nil && f.Type.Name() == t {
			return true
		}
		if want != "" {
			want += "、"
		}
		want += t
	}
	if f.Type != nil {
		b.report(w.pos, codeFieldType, "name", f.Name, "type", f.Type.Name(), "want", want)
	}
	return false
}

// layerPrivacy reads who sees places as they are. Places of people must be moved for somebody, or be seen by nobody else.
func (b *builder) layerPrivacy(l *catalog.Layer, d *layerDoc) {
	if d.Privacy == nil {
		return
	}
	if n := int(d.Privacy.Snap); n < minSnap || n > maxSnap {
		b.report(d.Privacy.keyPos("snap"), codeLayerSnap, "min", minSnap, "max", maxSnap)
	}
	switch {
	case d.Geometry.text == "":
		b.report(d.keyPos("privacy"), codeLayerSnapPoint, "name", l.Name)
	case l.Geometry != nil && l.Geometry.Type.Name() != "point":
		b.report(d.keyPos("privacy"), codeLayerSnapPoint, "name", l.Geometry.Name)
	}
	l.Snap = int(d.Privacy.Snap)
	l.ExactFor = knownTexts(d.Privacy.ExactFor, b.roles)
}
