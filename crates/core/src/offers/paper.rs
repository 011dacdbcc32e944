//! A4 pages to write on: two weights of Inter, text that knows its width and breaks its lines, hairlines. Lengths in points from the top left.
use std::ops::Range;

use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Direction, UnicodeBuffer};

use crate::error::{Code, Error, Result};

pub const WIDTH: f32 = 595.28;
pub const HEIGHT: f32 = 841.89;

const REGULAR: &[u8] = include_bytes!("../../fonts/Inter-Regular.otf");
const SEMIBOLD: &[u8] = include_bytes!("../../fonts/Inter-SemiBold.otf");

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    Regular,
    Bold,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    Full,
    Quiet,
}

/// One weight of the font: for drawing and for measuring.
struct Face {
    font: Font,
    shaper: rustybuzz::Face<'static>,
}

impl Face {
    fn of(data: &'static [u8]) -> Result<Face> {
        let font = Font::new(data.into(), 0);
        font.zip(rustybuzz::Face::from_slice(data, 0))
            .map(|(font, shaper)| Face { font, shaper })
            .ok_or_else(|| unwritten("the font"))
    }

    fn shaped(&self, text: &str) -> rustybuzz::GlyphBuffer {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(Direction::LeftToRight);
        rustybuzz::shape(&self.shaper, &[], buffer)
    }

    /// For each glyph where its letter begins in the text, and its width in ems.
    fn advances(&self, text: &str) -> Vec<(usize, f32)> {
        let em = self.font.units_per_em();
        let output = self.shaped(text);
        let each = output.glyph_infos().iter().zip(output.glyph_positions());
        each.map(|(info, place)| (info.cluster as usize, place.x_advance as f32 / em)).collect()
    }

    /// Glyphs from left to right.
    fn shape(&self, text: &str) -> Vec<KrillaGlyph> {
        let em = self.font.units_per_em();
        let output = self.shaped(text);
        let (infos, positions) = (output.glyph_infos(), output.glyph_positions());
        let mut glyphs = Vec::with_capacity(infos.len());
        for (at, (info, place)) in infos.iter().zip(positions).enumerate() {
            let start = info.cluster as usize;
            let end = infos[at..].iter().map(|next| next.cluster as usize).find(|next| *next > start);
            let part: Range<usize> = start..end.unwrap_or(text.len());
            let advance = place.x_advance as f32 / em;
            let (x, y) = (place.x_offset as f32 / em, place.y_offset as f32 / em);
            glyphs.push(KrillaGlyph::new(GlyphId::new(info.glyph_id), advance, x, y, 0.0, part, None));
        }
        glyphs
    }
}

/// Something on a page: a text with its left end and its baseline, a hairline across, or an empty box to tick.
enum Mark {
    Text { x: f32, y: f32, size: f32, weight: Weight, ink: Ink, text: String },
    Rule { y: f32, from: f32, to: f32 },
    Box { x: f32, y: f32, side: f32, ticked: bool },
}

/// Pages under way.
pub struct Paper {
    regular: Face,
    bold: Face,
    pages: Vec<Vec<Mark>>,
}

impl Paper {
    pub fn new() -> Result<Paper> {
        Ok(Paper { regular: Face::of(REGULAR)?, bold: Face::of(SEMIBOLD)?, pages: vec![Vec::new()] })
    }

    fn face(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    pub fn next_page(&mut self) {
        self.pages.push(Vec::new());
    }

    pub fn width_of(&self, text: &str, size: f32, weight: Weight) -> f32 {
        self.face(weight).advances(text).iter().map(|(_, advance)| advance).sum::<f32>() * size
    }

    pub fn text(&mut self, (x, y): (f32, f32), size: f32, weight: Weight, ink: Ink, text: &str) {
        let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        if let Some(page) = self.pages.last_mut().filter(|_| !text.trim().is_empty()) {
            page.push(Mark::Text { x, y, size, weight, ink, text });
        }
    }

    /// A text that ends at `x`.
    pub fn text_to(&mut self, (x, y): (f32, f32), size: f32, weight: Weight, ink: Ink, text: &str) {
        let left = x - self.width_of(text, size, weight);
        self.text((left, y), size, weight, ink, text);
    }

    pub fn rule(&mut self, y: f32, from: f32, to: f32) {
        if let Some(page) = self.pages.last_mut() {
            page.push(Mark::Rule { y, from, to });
        }
    }

    /// A box to tick, from its upper left corner.
    pub fn tick_box(&mut self, (x, y): (f32, f32), side: f32, ticked: bool) {
        if let Some(page) = self.pages.last_mut() {
            page.push(Mark::Box { x, y, side, ticked });
        }
    }

    /// The text in lines of at most `width`; what is longer than a line breaks inside the word.
    pub fn broken(&self, text: &str, size: f32, weight: Weight, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        for paragraph in text.lines() {
            let mut line = String::new();
            for word in paragraph.split_whitespace() {
                let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
                if self.width_of(&longer, size, weight) <= width {
                    line = longer;
                    continue;
                }
                if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                line = self.hard_broken(word, size, weight, width, &mut lines);
            }
            lines.push(line);
        }
        lines
    }

    fn hard_broken(&self, word: &str, size: f32, weight: Weight, width: f32, lines: &mut Vec<String>) -> String {
        let (mut begin, mut wide) = (0, 0.0);
        for (at, advance) in self.face(weight).advances(word) {
            if wide + advance * size > width && at > begin {
                lines.push(word[begin..at].to_owned());
                (begin, wide) = (at, 0.0);
            }
            wide += advance * size;
        }
        word[begin..].to_owned()
    }

    /// The file, and how many pages it has. `foot` writes each page's last line, given its number and how many there are.
    pub fn finish(
        mut self,
        title: &str,
        author: &str,
        foot: impl Fn(usize, usize) -> String,
    ) -> Result<(Vec<u8>, u32)> {
        let count = self.pages.len();
        let pages = std::mem::take(&mut self.pages);
        let mut document = Document::new();
        for (at, mut marks) in pages.into_iter().enumerate() {
            let text = foot(at + 1, count);
            marks.push(Mark::Text {
                x: 56.0,
                y: HEIGHT - 34.0,
                size: 8.0,
                weight: Weight::Regular,
                ink: Ink::Quiet,
                text,
            });
            let settings = PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(|| unwritten("the page"))?;
            let mut page = document.start_page_with(settings);
            let mut surface = page.surface();
            for mark in marks {
                self.draw(&mut surface, mark);
            }
            surface.finish();
            page.finish();
        }
        let about = krilla::metadata::Metadata::new().title(title.to_owned()).authors(vec![author.to_owned()]);
        document.set_metadata(about.creator("Handsel".to_owned()));
        let bytes = document.finish().map_err(|_| unwritten("the file"))?;
        Ok((bytes, u32::try_from(count).unwrap_or(u32::MAX)))
    }

    fn draw(&self, surface: &mut krilla::surface::Surface<'_>, mark: Mark) {
        match mark {
            Mark::Text { x, y, size, weight, ink, text } => {
                surface.set_stroke(None);
                surface.set_fill(Some(Fill {
                    paint: colour(ink).into(),
                    opacity: NormalizedF32::ONE,
                    ..Fill::default()
                }));
                let face = self.face(weight);
                let glyphs = face.shape(&text);
                surface.draw_glyphs(Point::from_xy(x, y), &glyphs, face.font.clone(), &text, size, false);
            }
            Mark::Box { x, y, side, ticked } => {
                let mut line = PathBuilder::new();
                let corners = [(x + side, y), (x + side, y + side), (x, y + side), (x, y)];
                line.move_to(x, y);
                corners.iter().for_each(|(x, y)| line.line_to(*x, *y));
                if ticked {
                    line.move_to(x + side * 0.2, y + side * 0.55);
                    line.line_to(x + side * 0.42, y + side * 0.78);
                    line.line_to(x + side * 0.82, y + side * 0.24);
                }
                if let Some(path) = line.finish() {
                    surface.set_fill(None);
                    surface.set_stroke(Some(Stroke {
                        paint: colour(Ink::Quiet).into(),
                        width: 0.8,
                        ..Stroke::default()
                    }));
                    surface.draw_path(&path);
                }
            }
            Mark::Rule { y, from, to } => {
                let mut line = PathBuilder::new();
                line.move_to(from, y);
                line.line_to(to, y);
                if let Some(path) = line.finish() {
                    let paint = rgb::Color::new(190, 188, 182).into();
                    surface.set_fill(None);
                    surface.set_stroke(Some(Stroke { paint, width: 0.6, ..Stroke::default() }));
                    surface.draw_path(&path);
                }
            }
        }
    }
}

fn colour(ink: Ink) -> rgb::Color {
    match ink {
        Ink::Full => rgb::Color::new(29, 30, 33),
        Ink::Quiet => rgb::Color::new(93, 95, 102),
    }
}

fn unwritten(what: &str) -> Error {
    Error::new(Code::Io, format!("The PDF could not be made: {what} can't be used. Nothing was written."))
}
