package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	_ "image/png" // services send either
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"jieli/layer"
)

const (
	// baseWait is how long a service of maps may take for one picture.
	baseWait = 8 * time.Second
	// baseMost bounds one picture of it.
	baseMost = 2 << 20
	// baseQuality is the quality of pictures that are put together anew.
	baseQuality = 85
)

// BaseMap is a map service below the layers, which the server asks so that browsers need no other site and see no key.
type BaseMap struct {
	URL    string // of a picture, with {z}, {x}, {y}: XYZ, or WMTS written so
	GCJ    bool   // it shifts places as Chinese services do
	Credit string // who made it, said on the map
	Client *http.Client
}

// BaseMapView says where the base map is.
type BaseMapView struct {
	Tiles  string `json:"tiles"`
	Credit string `json:"credit"`
}

// CheckBaseMap says what is wrong with the address of a map service; nil for none.
func CheckBaseMap(url string) error {
	if !strings.HasPrefix(url, "http://") && !strings.HasPrefix(url, "https://") {
		return errors.New("not an http(s) address")
	}
	for _, part := range []string{"{z}", "{x}", "{y}"} {
		if !strings.Contains(url, part) {
			return fmt.Errorf("%s is missing", part)
		}
	}
	return nil
}

func (s *Server) baseMapView() *BaseMapView {
	if s.BaseMap == nil {
		return nil
	}
	return &BaseMapView{Tiles: "/base-map/{z}/{x}/{y}", Credit: s.BaseMap.Credit}
}

// getBaseMap answers with a picture of the base map; not found where there is none, or the service does not answer: the
// layers are drawn without it.
func getBaseMap(c *call) error {
	var t layer.Tile
	for name, into := range map[string]*int{"zoom": &t.Zoom, "x": &t.X, "y": &t.Y} {
		n, err := strconv.Atoi(c.r.PathValue(name))
		if err != nil {
			return nothing()
		}
		*into = n
	}
	if _, ok := t.Cell(); !ok || c.BaseMap == nil {
		return nothing()
	}
	key := fmt.Sprint(t)
	body, ok := c.bases.get(key, 0)
	if !ok {
		var err error
		if body, err = c.BaseMap.picture(c.ctx, t); err != nil {
			c.Log.Warn("the base map does not answer", "cause", err.Error())
			return nothing()
		}
		c.bases.put(key, 0, body)
	}
	c.w.Header().Set("Cache-Control", "private, max-age=86400")
	c.send(http.StatusOK, http.DetectContentType(body), body, true)
	return nil
}

// picture gives a tile of the base map in WGS 84.
func (b *BaseMap) picture(ctx context.Context, t layer.Tile) ([]byte, error) {
	if !b.GCJ {
		body, err := b.fetch(ctx, t.Zoom, t.X, t.Y)
		if err == nil {
			_, _, err = image.DecodeConfig(bytes.NewReader(body)) // nothing but pictures is handed on
		}
		return body, err
	}
	drawn, err := layer.Aligned(t, func(x, y int) (image.Image, error) {
		body, err := b.fetch(ctx, t.Zoom, x, y)
		if err != nil {
			return nil, err
		}
		img, _, err := image.Decode(bytes.NewReader(body))
		return img, err
	})
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = jpeg.Encode(&out, drawn, &jpeg.Options{Quality: baseQuality})
	return out.Bytes(), err
}

func (b *BaseMap) fetch(ctx context.Context, zoom, x, y int) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, baseWait)
	defer cancel()
	address := strings.NewReplacer("{z}", strconv.Itoa(zoom), "{x}", strconv.Itoa(x), "{y}", strconv.Itoa(y)).Replace(b.URL)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, errors.New("the address of the base map is wrong") // it may hold a key
	}
	client := b.Client
	if client == nil {
		client = http.DefaultClient
	}
	answer, err := client.Do(r)
	if err != nil {
		return nil, errors.New("no connection to the base map")
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the base map answers %d", answer.StatusCode)
	}
	return io.ReadAll(io.LimitReader(answer.Body, baseMost))
}
